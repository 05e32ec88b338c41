import { summaryOf } from './conversationSummary';
import { answerText, type StoredConversation, type TurnNode } from './conversationTree';
import type { SearchHit } from './protocol';

/** Characters shown on each side of what was found. */
const AROUND = 60;

/** The conversations that hold every word, in a title or a text; whole-title hits first, then the latest. */
export async function searchConversations(
  all: AsyncIterable<StoredConversation>,
  text: string,
): Promise<readonly SearchHit[]> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const hits: RankedHit[] = [];
  for await (const stored of all) {
    const hit = hitIn(stored, words);
    if (hit !== undefined) hits.push(hit);
  }
  return hits.sort((a, b) => a.rank - b.rank || b.at - a.at).map(({ hit }) => hit);
}

interface RankedHit {
  readonly hit: SearchHit;
  readonly rank: number;
  readonly at: number;
}

function hitIn(stored: StoredConversation, words: readonly string[]): RankedHit | undefined {
  const title = stored.title.toLowerCase();
  const texts = stored.nodes.map(textOf);
  const isThere = (word: string): boolean =>
    title.includes(word) || texts.some((each) => each.toLowerCase().includes(word));
  if (!words.every(isThere)) return undefined;
  const excerpt = texts.map((each) => excerptOf(each, words)).find((each) => each !== undefined);
  const hit: SearchHit = {
    conversation: { ...summaryOf(stored), isRunning: false },
    ...(excerpt === undefined ? {} : { excerpt }),
  };
  return { hit, rank: words.every((word) => title.includes(word)) ? 0 : 1, at: stored.updatedAt };
}

function textOf(node: TurnNode): string {
  return node.kind === 'answer' ? answerText(node) : node.text;
}

function excerptOf(text: string, words: readonly string[]): string | undefined {
  const lower = text.toLowerCase();
  const found = words.map((word) => lower.indexOf(word)).filter((index) => index >= 0);
  if (found.length === 0) return undefined;
  const at = Math.min(...found);
  const [start, end] = [Math.max(0, at - AROUND), Math.min(text.length, at + AROUND)];
  const cut = text.slice(start, end).replace(/\s+/g, ' ').trim();
  return `${start > 0 ? '…' : ''}${cut}${end < text.length ? '…' : ''}`;
}
