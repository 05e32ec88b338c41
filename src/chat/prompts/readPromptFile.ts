import { t } from '../../common/l10n';
import type { AttachmentPorts } from '../attachments/attachmentPorts';
import { nameOf, readText } from '../attachments/readAttachable';
import type { PromptFile } from './promptFiles';

/** Larger is no prompt. */
const LARGEST_BYTES = 65_536;

/**
 * A prompt file by the rules of attachments, or why it is none. One that git ignores is taken: people keep prompts of their
 * own that way.
 */
export async function readPromptFile(
  path: string,
  ports: Pick<AttachmentPorts, 'find' | 'read'>,
): Promise<PromptFile> {
  const name = nameOf(path).slice(0, -'.md'.length);
  const found = await ports.find(path);
  if (found !== undefined && found !== 'outside' && found.sizeBytes > LARGEST_BYTES) {
    const kilobytes = Math.ceil(found.sizeBytes / 1_024);
    return { name, problem: t('{0} has {1} KB; 64 KB is the most for a prompt.', path, kilobytes) };
  }
  const own = found === undefined || found === 'outside' ? found : { ...found, isIgnored: false };
  const text = await readText(path, { ...ports, find: () => Promise.resolve(own) });
  return typeof text === 'string' ? { name, text } : { name, problem: text.message };
}
