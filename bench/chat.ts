// `npm run bench -- chat`: what the chat adds of its own: per streamed piece, and to search a repository for a question.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { growingAnswer } from '../src/chat/answerParts';
import { searchRepository } from '../src/context/search/repositorySearch';
import { splitThinking } from '../src/transport/thinkSplitter';
import type { ChatEvent } from '../src/transport/chatEngine';
import { openRepository } from '../tools/prompt/repository';
import { fromRoot } from '../tools/root';
import { median, quantile, rounded } from './figures';

const PIECES = 50_000;
const ROUNDS = 7;
const QUESTIONS = [
  'Where is the context window of a model chosen?',
  'How are streams of a host read and checked?',
  'What happens when the connection is lost in the middle of an answer?',
  'Which files are never sent because they hold secrets?',
] as const;

export async function benchChat(args: readonly string[]): Promise<void> {
  const options = { json: { type: 'string' }, root: { type: 'string' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  const root = values.root ?? fromRoot();
  const plainUs: number[] = [];
  const ownUs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    plainUs.push(await microsecondsPerPiece(pieces()));
    ownUs.push(await microsecondsPerPiece(throughChat()));
  }
  const { index, indexMs } = await openRepository(root);
  const searchMs: number[] = [];
  for (const question of [...QUESTIONS, ...QUESTIONS, ...QUESTIONS]) {
    const started = performance.now();
    await searchRepository(index, question, 24, new AbortController().signal);
    searchMs.push(performance.now() - started);
  }
  index.dispose();
  const result = {
    piece: {
      bareLoopUs: rounded(median(plainUs)),
      chatUs: rounded(median(ownUs)),
      timesTheLoop: rounded(median(ownUs) / median(plainUs)),
    },
    repo: {
      files: [...index.files()].length,
      indexMs: rounded(indexMs),
      searchMedianMs: rounded(median(searchMs)),
      searchP95Ms: rounded(quantile(searchMs, 0.95)),
      searchToIndex: rounded((100 * median(searchMs)) / indexMs) / 100,
    },
  };
  console.table(result.piece);
  console.table(result.repo);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
}

/** A thought and an answer in pieces of the size of a token. */
async function* pieces(): AsyncGenerator<ChatEvent> {
  yield { kind: 'text', text: '<think>' };
  for (let piece = 0; piece < PIECES; piece += 1) {
    const text = piece === PIECES / 2 ? '\n</think>\n' : piece % 12 === 0 ? 'word\n' : 'word ';
    yield { kind: 'text', text };
  }
  await Promise.resolve();
}

async function* throughChat(): AsyncGenerator<ChatEvent> {
  const answer = growingAnswer([]);
  for await (const event of splitThinking(pieces())) {
    answer.take(event, performance.now());
    yield event;
  }
  answer.takeDeltas();
}

async function microsecondsPerPiece(events: AsyncIterable<ChatEvent>): Promise<number> {
  const started = performance.now();
  let count = 0;
  for await (const event of events) count += event.kind === 'done' ? 0 : 1;
  return ((performance.now() - started) * 1_000) / count;
}
