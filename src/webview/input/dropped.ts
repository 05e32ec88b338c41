import type { AttachmentSource } from '../../chat/protocol';

/** Larger files are not read by the page. The extension says what a file in the workspace may have. */
const largestFileBytes = 20_000_000;
/** As of files in the workspace. */
const largestTextBytes = 1_048_576;

export interface Dropped {
  readonly sources: readonly AttachmentSource[];
  /** Names of files that were not taken. */
  readonly refused: readonly string[];
}

/** What was dropped or pasted: files of the editor as URIs, those from elsewhere by their contents. */
export async function readTransfer(transfer: DataTransfer): Promise<Dropped> {
  // Both have to be read before the first await: the transfer is empty afterwards.
  const uris = uriList(transfer);
  const files = [...transfer.files];
  if (uris.length > 0) return { sources: uris.map((uri) => ({ kind: 'uri', uri })), refused: [] };
  const read = await Promise.all(files.map(readFile));
  return {
    sources: read.flatMap((source) => (source === undefined ? [] : [source])),
    refused: files.filter((_, index) => read[index] === undefined).map(({ name }) => name),
  };
}

/** Whether `readTransfer` would find something. */
export function holdsAttachments(transfer: DataTransfer): boolean {
  return transfer.files.length > 0 || uriList(transfer).length > 0;
}

function uriList(transfer: DataTransfer): readonly string[] {
  const text = transfer.getData('application/vnd.code.uri-list') || transfer.getData('text/uri-list');
  return text
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#') && !/^https?:/i.test(line));
}

async function readFile(file: File): Promise<AttachmentSource | undefined> {
  if (file.size > largestFileBytes) return undefined;
  if (file.type.startsWith('image/')) {
    return { kind: 'image', name: file.name, mediaType: file.type, base64: await base64Of(file) };
  }
  if (file.size > largestTextBytes) return undefined;
  const text = await file.text();
  if (text.includes('\0')) return undefined;
  return { kind: 'selection', path: file.name, startLine: 1, endLine: text.split('\n').length, text };
}

async function base64Of(file: File): Promise<string> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '');
    reader.onerror = () => reject(reader.error ?? new Error(file.name));
    reader.readAsDataURL(file);
  });
  return url.slice(url.indexOf(',') + 1);
}
