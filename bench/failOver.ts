import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../src/common/clock';
import type { CompletionOutcome } from '../src/completion/outcome';
import type { TargetText } from '../src/prompt/targetText';
import { median } from './figures';
import { realStack, type RealStack } from './realStack';

/** Requests of one run; the first host goes away in the middle of one half-way through. */
const REQUESTS = 500;
const PIECE_MS = 5;

export interface FailOverRow {
  /** How the first host goes away. */
  readonly 'the first host': string;
  readonly shown: number;
  /** Queries that came to nothing. */
  readonly lost: number;
  /** Texts of which the end did not come any more. */
  readonly 'cut short': number;
  /** Texts with words of both hosts. */
  readonly mixed: number;
  /** Faults in the engine and promises that nobody handled. */
  readonly exceptions: number;
  readonly 'by the second': number;
  readonly 'median ms': number;
  readonly 'longest ms': number;
}

/** Two hosts, 500 completions one after the other, and the first host goes away in the middle. */
export async function benchFailOver(): Promise<readonly FailOverRow[]> {
  const rows: FailOverRow[] = [];
  for (const [what, leave] of ways) rows.push(await failOver(what, leave));
  return rows;
}

type Leave = (host: SpeakingHost) => void;

const ways: readonly (readonly [string, Leave])[] = [
  ['is killed', (host) => host.kill()],
  ['falls silent', (host) => host.fallSilent()],
  ['answers 503', (host) => host.refuse()],
];

async function failOver(what: string, leave: Leave): Promise<FailOverRow> {
  const first = await startSpeakingHost('first');
  const second = await startSpeakingHost('second');
  const stack = await realStack({
    url: first.url,
    standIns: [second.url],
    tabs: [],
    settings: { warmUp: 'off' },
  });
  let exceptions = 0;
  const onUnhandled = (): void => void (exceptions += 1);
  process.on('unhandledRejection', onUnhandled);
  try {
    await untilReady(stack, [first.url, second.url]);
    const asked: Asked[] = [];
    for (let index = 0; index < REQUESTS; index += 1) {
      if (index === REQUESTS / 2) first.whenSpeaking(() => leave(first));
      asked.push(await ask(stack, index));
    }
    const faults = asked.filter(
      ({ outcome }) => outcome.kind === 'none' && outcome.reason === 'fault',
    ).length;
    return rowOf(what, asked, exceptions + faults);
  } finally {
    process.off('unhandledRejection', onUnhandled);
    stack.stop();
    first.kill();
    second.kill();
  }
}

interface Asked {
  readonly outcome: CompletionOutcome;
  readonly tookMs: number;
}

async function ask({ engine }: RealStack, index: number): Promise<Asked> {
  const began = performance.now();
  const query = { target: targetAt(index), trigger: 'invoked' } as const;
  const outcome = await engine.complete(query, new AbortController().signal);
  return { outcome, tookMs: performance.now() - began };
}

/** Another place each time, so that no answer is known already. */
function targetAt(index: number): TargetText {
  const prefix = `export const value${index} = `;
  const document = { uri: 'file:///bench.ts', path: 'bench.ts', languageId: 'typescript', version: index };
  return { ...document, eol: '\n', prefix, suffix: '\n', omittedBefore: 0, omittedAfter: 0 };
}

function rowOf(what: string, asked: readonly Asked[], exceptions: number): FailOverRow {
  const texts = asked.map(({ outcome }) => (outcome.kind === 'shown' ? (outcome.items[0]?.text ?? '') : ''));
  const times = asked.map(({ tookMs }) => tookMs);
  const speaks = (text: string, name: string): boolean => text.includes(name);
  return {
    'the first host': what,
    shown: texts.filter((text) => text !== '').length,
    lost: texts.filter((text) => text === '').length,
    'cut short': texts.filter((text) => text !== '' && !text.endsWith(';')).length,
    mixed: texts.filter((text) => speaks(text, 'first') && speaks(text, 'second')).length,
    exceptions,
    'by the second': texts.filter((text) => speaks(text, 'second')).length,
    'median ms': Math.round(median(times)),
    'longest ms': Math.round(Math.max(...times)),
  };
}

async function untilReady({ hosts, endpoints }: RealStack, urls: readonly string[]): Promise<void> {
  const ready = new Set<string>();
  while (ready.size < urls.length) {
    await hosts.session(new AbortController().signal, 'file:///bench.ts');
    for (const { settings, health } of endpoints()) if (health === 'ready') ready.add(settings.url);
    await systemClock.sleep(20);
  }
}

interface SpeakingHost {
  readonly url: string;
  /** Does something in the middle of the next answer. */
  whenSpeaking(act: () => void): void;
  kill(): void;
  /** Takes what it is sent and answers nothing any more. */
  fallSilent(): void;
  refuse(): void;
}

const TAG = 'deepseek-coder:1.3b-base';
const answers: Readonly<Record<string, object>> = {
  '/api/tags': { models: [{ name: TAG, digest: 'd', size: 1e9, details: {} }] },
  '/api/ps': { models: [{ name: TAG, digest: 'd', size: 1e9, size_vram: 1e9, context_length: 16_384 }] },
  '/api/show': {
    template: '{{ .Prompt }}',
    capabilities: ['completion'],
    model_info: {
      'general.architecture': 'llama',
      'llama.context_length': 16_384,
      'tokenizer.ggml.model': 'gpt2',
      'tokenizer.ggml.pre': 'deepseek-coder',
      'tokenizer.ggml.add_bos_token': true,
      'tokenizer.ggml.eos_token_id': 32_014,
    },
  },
};

/** A host that says its name and nothing else, a word at a time. */
async function startSpeakingHost(name: string): Promise<SpeakingHost> {
  let next: () => void = () => undefined;
  let mood: 'well' | 'silent' | 'refusing' = 'well';
  const speak = async (response: http.ServerResponse): Promise<void> => {
    const act = next;
    next = () => undefined;
    for (const [index, word] of [name, `(${name}`, `, ${name})`, ';\n'].entries()) {
      response.write(`${JSON.stringify({ model: TAG, response: word, done: false })}\n`);
      await systemClock.sleep(PIECE_MS);
      if (index === 1) act();
      if (mood === 'silent') return;
    }
    response.end(`${JSON.stringify({ model: TAG, response: '', done: true, done_reason: 'stop' })}\n`);
  };
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      if (mood === 'silent') return;
      const isLoad = body.includes('"stream":false');
      const known = isLoad ? { model: TAG, response: '', done: true } : answers[request.url ?? ''];
      if (mood === 'refusing') response.writeHead(503).end('{"error":"server busy, please try again"}');
      else if (known === undefined) void speak(response);
      else response.end(JSON.stringify(known));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    whenSpeaking: (act) => {
      next = act;
    },
    kill: () => {
      server.close();
      server.closeAllConnections();
    },
    fallSilent: () => {
      mood = 'silent';
    },
    refuse: () => {
      mood = 'refusing';
    },
  };
}
