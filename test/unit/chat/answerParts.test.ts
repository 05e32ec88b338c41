import assert from 'node:assert/strict';
import { growingAnswer } from '../../../src/chat/answerParts';
import type { AnswerPart } from '../../../src/chat/protocol';
import type { ChatEvent } from '../../../src/transport/chatEngine';

const cut: readonly AnswerPart[] = [
  { kind: 'thinking', text: 'Hm.', durationMs: 5 },
  { kind: 'text', text: '```ts\nconst a' },
];
const thought = (text: string): ChatEvent => ({ kind: 'thinking', text });
const text = (said: string): ChatEvent => ({ kind: 'text', text: said });

/** The parts as a page has them that is told of deltas, and of the whole where more has changed. */
function shownAfter(before: readonly AnswerPart[], ...events: readonly ChatEvent[]): readonly AnswerPart[] {
  const answer = growingAnswer(before);
  let shown = [...before];
  events.forEach((event, index) => {
    const hasChanged = answer.take(event, 1_000 * index);
    const deltas = answer.takeDeltas();
    if (hasChanged) shown = [...answer.parts];
    else
      for (const { part, kind, text: grown } of deltas)
        shown[part] = { ...(shown[part] ?? { kind, text: '' }), text: (shown[part]?.text ?? '') + grown };
  });
  assert.deepEqual(shown, answer.parts);
  return shown;
}

describe('An answer that goes on', () => {
  it('grows where its text was cut', () => {
    assert.deepEqual(shownAfter(cut, text(' = 1;'), text('\n```')), [
      cut[0],
      { kind: 'text', text: '```ts\nconst a = 1;\n```' },
    ]);
  });

  it('keeps a code block in one piece where the model thinks again first', () => {
    assert.deepEqual(shownAfter(cut, thought('So'), thought('…'), text(' = 1;'), text('\n```')), [
      cut[0],
      { kind: 'thinking', text: 'So…', durationMs: 2_000 },
      { kind: 'text', text: '```ts\nconst a = 1;\n```' },
    ]);
  });

  it('keeps it in one piece too where only the end of that thought was seen', () => {
    const events = [text('So…'), { kind: 'text-was-thinking' } as const, text(' = 1;')];
    assert.deepEqual(shownAfter(cut, ...events), [
      cut[0],
      { kind: 'thinking', text: 'So…', durationMs: 1_000 },
      { kind: 'text', text: '```ts\nconst a = 1;' },
    ]);
  });

  it('keeps thoughts and texts in their order where it begins', () => {
    assert.deepEqual(shownAfter([], thought('a'), text('b'), thought('c'), text('d')), [
      { kind: 'thinking', text: 'a', durationMs: 1_000 },
      { kind: 'text', text: 'b' },
      { kind: 'thinking', text: 'c', durationMs: 1_000 },
      { kind: 'text', text: 'd' },
    ]);
  });
});
