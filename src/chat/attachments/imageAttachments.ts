import { t } from '../../common/l10n';
import type { AttachmentSource } from '../protocol';
import type { AttachmentPorts, FoundPath } from './attachmentPorts';
import type { ResolvedAttachment } from './attachmentResolver';
import { nameOf, refused, type Shown } from './readAttachable';

const LARGEST_IMAGE_BASE64 = 8 * 1_048_576;
/** PNG, JPEG and WebP are what hosts decode. */
const IMAGE_TYPES = /^image\/(png|jpeg|webp)$/;

export async function imageFile(found: FoundPath, ports: AttachmentPorts): Promise<ResolvedAttachment> {
  const { path } = found;
  const content = await ports.read(path);
  const shown: Shown = { kind: 'image', label: nameOf(path), detail: path };
  const source: AttachmentSource = { kind: 'file', path };
  if (found.sizeBytes > LARGEST_IMAGE_BASE64 || !(content instanceof Uint8Array)) {
    return refused(source, shown, 'too-large', t('{0} is too large for an image.', path));
  }
  const extension = (/\.(\w+)$/.exec(path)?.[1] ?? 'png').toLowerCase().replace('jpg', 'jpeg');
  const base64 = base64Of(content);
  return imageAttachment({ kind: 'image', name: nameOf(path), mediaType: `image/${extension}`, base64 });
}

function base64Of(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

export function imageAttachment(source: Extract<AttachmentSource, { kind: 'image' }>): ResolvedAttachment {
  const shown: Shown = { kind: 'image', label: source.name };
  if (!IMAGE_TYPES.test(source.mediaType)) {
    return refused(source, shown, 'binary', t('{0} is no PNG, JPEG or WebP image.', source.name));
  }
  if (source.base64.length > LARGEST_IMAGE_BASE64) {
    return refused(source, shown, 'too-large', t('{0} is too large for an image.', source.name));
  }
  return { source, shown, imageBase64: source.base64 };
}
