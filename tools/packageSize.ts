import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { fromRoot } from './root';

/**
 * Bytes that a package may take beside the grammars: downloads over slow lines are what remote hosts are about, and more
 * than this means that something slipped in.
 */
export const largestOwnBytes = 1_048_576;

/** What a package takes on the disk: in all, and without the grammars of other people that it carries. */
export function packageBytes(vsix: string): { readonly all: number; readonly own: number } {
  const all = statSync(vsix).size;
  return { all, own: all - packedGrammarBytes() };
}

/** What the grammars take up in the package, which holds each file deflated. */
function packedGrammarBytes(): number {
  const folder = fromRoot('dist', 'grammars');
  return readdirSync(folder)
    .map((file) => deflateRawSync(readFileSync(path.join(folder, file)), { level: 9 }).length)
    .reduce((sum, bytes) => sum + bytes, 0);
}
