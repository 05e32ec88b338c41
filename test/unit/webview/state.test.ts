import assert from 'node:assert/strict';
import type { AnswerTurn, Composer, Conversation, PanelEvent, Turn } from '../../../src/chat/protocol';
import {
  answerText,
  initialState,
  isRunning,
  reduce,
  textAfter,
  turnsBefore,
  type PanelState,
} from '../../../src/webview/state';

const branch = { index: 0, count: 1 };

function answer(parts: AnswerTurn['parts'], state: AnswerTurn['state'] = { kind: 'streaming' }): AnswerTurn {
  return { kind: 'answer', id: 'a', at: 0, branch, endpoint: 'e', model: 'm', parts, state };
}

function conversation(id: string, ...turns: Turn[]): Conversation {
  return { id, title: '', pinned: false, updatedAt: 0, isRunning: false, turns };
}

const opened = (id: string, ...turns: Turn[]): PanelEvent => ({
  type: 'opened',
  conversation: conversation(id, ...turns),
});
const composer = (id: string): Composer => ({
  ...{ conversation: id, endpoints: [], acceptsImages: false, attachments: [] },
  think: { kind: 'none', levels: [], value: false },
  meter: { window: 1, used: 0, reserved: 0, parts: [] },
});

function after(...events: readonly Parameters<typeof reduce>[1][]): PanelState {
  return events.reduce(reduce, initialState);
}

describe("The panel's state", () => {
  it('lets an answer grow by deltas, part by part', () => {
    const { conversation: shown } = after(
      opened('c', answer([])),
      { type: 'deltas', conversation: 'c', turn: 'a', deltas: [{ part: 0, kind: 'thinking', text: 'Hm' }] },
      {
        type: 'deltas',
        conversation: 'c',
        turn: 'a',
        deltas: [
          { part: 0, kind: 'thinking', text: 'm.' },
          { part: 1, kind: 'text', text: 'Yes' },
        ],
      },
    );
    assert.deepEqual((shown?.turns[0] as AnswerTurn).parts, [
      { kind: 'thinking', text: 'Hmm.' },
      { kind: 'text', text: 'Yes' },
    ]);
  });

  it('ignores what belongs to a conversation that is not open', () => {
    const before = after(opened('c', answer([])));
    const deltas = [{ part: 0, kind: 'text', text: 'x' } as const];
    assert.equal(reduce(before, { type: 'deltas', conversation: 'other', turn: 'a', deltas }), before);
    assert.equal(reduce(before, { type: 'composer', composer: composer('other') }), before);
    assert.equal(reduce(before, { type: 'turn', conversation: 'other', turn: answer([]) }), before);
  });

  it('takes a turn in the place of the one with its id, and a new one at the end', () => {
    const question: Turn = { kind: 'user', id: 'q', at: 0, branch, text: 'q', attachments: [] };
    const state = after(
      opened('c', question),
      { type: 'turn', conversation: 'c', turn: answer([]) },
      {
        type: 'turn',
        conversation: 'c',
        turn: answer([{ kind: 'text', text: 'Done' }], { kind: 'stopped' }),
      },
    );
    assert.deepEqual(
      state.conversation?.turns.map(({ id }) => id),
      ['q', 'a'],
    );
    assert.equal(isRunning(state.conversation), false);
  });

  it('goes back to the conversation and ends editing when another one is opened', () => {
    const state = after(
      opened('c'),
      { type: 'showView', view: 'history' },
      { type: 'edit', turn: 'q' },
      opened('d'),
    );
    assert.equal(state.view, 'chat');
    assert.equal(state.editing, undefined);
  });

  it('stays where the reader is when the open conversation comes anew', () => {
    const state = after(opened('c'), { type: 'showView', view: 'history' }, opened('c', answer([])));
    assert.equal(state.view, 'history');
  });

  it('gives the open conversation the title that it has got in the list', () => {
    const { turns, ...summary } = conversation('c', answer([]));
    const conversations = [{ ...summary, title: 'Sorting' }];
    const list: PanelEvent = { type: 'catalogue', conversations, slashCommands: [] };
    const state = after(opened('c', ...turns), list);
    assert.equal(state.conversation?.title, 'Sorting');
    assert.deepEqual(state.conversation.turns, turns);
    assert.equal(after(opened('other'), list).conversation?.title, '');
  });

  it('tells a text for the input from the next that says the same', () => {
    const set: PanelEvent = { type: 'setDraft', conversation: 'c', text: '/fix ' };
    assert.notEqual(after(opened('c'), set).draft.serial, after(opened('c'), set, set).draft.serial);
  });

  it('can be stopped from the moment a question is sent until its answer is over, as the extension says', () => {
    const pending = { text: 'Why?' };
    const sent = after(opened('c'), {
      type: 'activity', conversation: 'c', activity: { isRunning: true, pending },
    }); // prettier-ignore
    assert.deepEqual([isRunning(sent.conversation), sent.conversation?.pending], [true, pending]);
    const over = reduce(sent, { type: 'activity', conversation: 'c', activity: { isRunning: false } });
    assert.deepEqual([isRunning(over.conversation), over.conversation?.pending], [false, undefined]);
  });

  it('shows an edited question in the place of the one that it replaces', () => {
    const question = (id: string): Turn => ({ kind: 'user', id, at: 0, branch, text: id, attachments: [] });
    const turns = [question('one'), answer([]), question('two')];
    const shown = (replaces: string): readonly string[] =>
      turnsBefore({ ...conversation('c', ...turns), pending: { text: '', replaces } }).map(({ id }) => id);
    assert.deepEqual([shown('two'), shown('one')], [['one', 'a'], []]);
    assert.equal(turnsBefore(conversation('c', ...turns)).length, 3);
  });

  it('puts the text of a conversation that is opened into the input, and what comes back ahead of it', () => {
    const { draft } = after({ type: 'opened', conversation: { ...conversation('c'), draft: 'kept' } });
    assert.equal(textAfter('of another one', draft), 'kept');
    const back = after(opened('c'), { type: 'setDraft', conversation: 'c', text: 'Why?' }).draft;
    assert.deepEqual([textAfter('', back), textAfter('And how?', back)], ['Why?', 'Why?\n\nAnd how?']);
    assert.equal(after(opened('c'), opened('c', answer([]))).draft.serial, 1);
  });

  it('copies an answer without its thoughts', () => {
    assert.equal(
      answerText(
        answer([
          { kind: 'thinking', text: 'no' },
          { kind: 'text', text: 'yes' },
        ]),
      ),
      'yes',
    );
  });
});
