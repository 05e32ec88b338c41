import assert from 'node:assert/strict';
import { abortable } from '../../../../src/common/abort';
import {
  createQuestionEmbedding,
  type EmbeddedRepository,
  type QuestionEmbedding,
} from '../../../../src/chat/attachments/questionEmbedding';
import type { EmbeddedFile, FileToEmbed } from '../../../../src/context/search/meaningIndex';
import type { Embedder } from '../../../../src/hosts/embedder';
import { memoryLog, type MemoryLog } from '../../../support/memoryLog';
import { settled, VirtualClock } from '../../../support/virtualClock';

const never = new AbortController().signal;

function file(path: string, pieces = 1): FileToEmbed {
  return {
    path,
    textHash: 1,
    modifiedMs: 1,
    pieces: Array.from({ length: pieces }, (_none, at) => ({
      startLine: 1 + at * 32,
      text: `${path} ${at}`,
    })),
  };
}

describe('The embedding of questions', () => {
  let clock: VirtualClock;
  let log: MemoryLog;
  let questions: QuestionEmbedding;
  let waiting: FileToEmbed[];
  let learnt: EmbeddedFile[];
  let sent: (readonly string[])[];
  let quiet: Promise<void>;
  let embed: Embedder['embed'];
  let embedder: Embedder | undefined;

  beforeEach(() => {
    clock = new VirtualClock();
    log = memoryLog();
    waiting = [file('a.ts'), file('b.ts', 20)];
    learnt = [];
    sent = [];
    quiet = Promise.resolve();
    embed = (inputs) => Promise.resolve(inputs.map(({ length }) => Float32Array.of(length, 1)));
    embedder = embedderNamed('http://gpu-box:11434 mine');
    const repository: EmbeddedRepository = {
      pieces: () => Promise.resolve(learnt.length),
      next: () => Promise.resolve(waiting.shift()),
      learn: (_model, embedded) => {
        learnt.push(embedded);
        return Promise.resolve();
      },
    };
    questions = createQuestionEmbedding({ embedder: () => embedder, repository, clock, log });
  });
  afterEach(() => questions.dispose());

  function embedderNamed(name: string): Embedder {
    return {
      name,
      version: () => Promise.resolve('sha256:ab'),
      embed: (inputs, signal) => {
        sent.push(inputs);
        return embed(inputs, signal);
      },
      untilQuiet: (signal) => abortable(quiet, signal),
    };
  }

  it('asks no host before the first question, nor where no model is set', async () => {
    await settled();
    embedder = undefined;
    assert.equal(await questions.embed('why?', never), undefined);
    await settled();
    assert.deepEqual(sent, []);
  });

  it('begins with the first question to embed the files, at most eight pieces at a time', async () => {
    assert.equal(await questions.embed('why?', never), undefined);
    await settled();
    assert.deepEqual(
      sent.map(({ length }) => length),
      [1, 8, 8, 4],
    );
    assert.deepEqual(
      learnt.map((each) => [each.file.path, each.vectors.length, each.startLines.at(-1)]),
      [
        ['a.ts', 1, 1],
        ['b.ts', 20, 609],
      ],
    );
    assert.deepEqual(log.lines, ['info: Embedded 2 files for @repo.']);
  });

  it('gives the question and the version of the model once something is embedded', async () => {
    await questions.embed('why?', never);
    await settled();
    const embedded = await questions.embed('why?', never);
    assert.deepEqual(embedded, { model: 'sha256:ab', vector: Float32Array.of(4, 1) });
  });

  it('says to a model what it was trained to hear ahead of a question and a text', async () => {
    embedder = embedderNamed('http://gpu-box:11434 nomic-embed-text');
    await questions.embed('why?', never);
    await settled();
    await questions.embed('why?', never);
    assert.deepEqual(sent[0], ['search_document: a.ts 0']);
    assert.deepEqual(sent.at(-1), ['search_query: why?']);
  });

  it('embeds files only while nobody else uses the host', async () => {
    let free: () => void = () => undefined;
    quiet = new Promise((resolve) => {
      free = resolve;
    });
    await questions.embed('why?', never);
    await settled();
    assert.deepEqual(sent, []);
    free();
    await settled();
    assert.equal(sent.length, 4);
  });

  it('leaves a host alone for a minute that fails, says so in one line, and goes on then', async () => {
    embed = () => Promise.reject(new Error('nobody is there'));
    await questions.embed('why?', never);
    await settled();
    assert.deepEqual(log.lines, ['warn: @repo searches by words alone for a minute: nobody is there']);
    assert.equal(await questions.embed('why?', never), undefined);
    assert.equal(sent.length, 1);
    embed = (inputs) => Promise.resolve(inputs.map(() => Float32Array.of(1)));
    await clock.advance(60_000);
    await questions.embed('why?', never);
    await settled();
    assert.deepEqual(
      learnt.map((each) => each.file.path),
      ['b.ts'],
    );
  });

  it('lets nobody wait longer than five seconds for a model that is being loaded', async () => {
    await questions.embed('why?', never);
    await settled();
    embed = (_inputs, signal) => abortable(new Promise(() => undefined), signal);
    const asked = questions.embed('why?', never);
    await clock.advance(5_000);
    assert.equal(await asked, undefined);
    assert.ok(!log.lines.some((line) => line.startsWith('warn')));
  });

  it('is cancelled with the question', async () => {
    await questions.embed('why?', never);
    await settled();
    embed = (_inputs, signal) => abortable(new Promise(() => undefined), signal);
    const abort = new AbortController();
    const asked = questions.embed('why?', abort.signal);
    await settled();
    abort.abort();
    await assert.rejects(asked, { name: 'AbortError' });
    assert.ok(!log.lines.some((line) => line.startsWith('warn')));
  });

  it('stops when another model is set', async () => {
    embed = (inputs) => {
      embedder = embedderNamed('http://gpu-box:11434 other');
      return Promise.resolve(inputs.map(() => Float32Array.of(1)));
    };
    await questions.embed('why?', never);
    await settled();
    assert.deepEqual(
      learnt.map((each) => each.file.path),
      ['a.ts'],
    );
  });

  it('stops when the window closes', async () => {
    quiet = new Promise(() => undefined);
    await questions.embed('why?', never);
    questions.dispose();
    await settled();
    assert.deepEqual([learnt, log.lines], [[], []]);
  });
});
