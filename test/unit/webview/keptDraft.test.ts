import assert from 'node:assert/strict';
import type { PanelCommand, PanelEvent } from '../../../src/chat/protocol';
import { KeptDraft, type KeptState } from '../../../src/webview/input/keptDraft';

function opened(id: string, draft?: string): PanelEvent {
  const conversation = { id, title: '', pinned: false, updatedAt: 0, isRunning: false, turns: [] };
  return { type: 'opened', conversation: { ...conversation, ...(draft === undefined ? {} : { draft }) } };
}

function page(start: KeptState = {}): { draft: KeptDraft; told: () => readonly unknown[] } {
  const commands: PanelCommand[] = [];
  let kept = start;
  const draft = new KeptDraft({
    get kept() {
      return kept;
    },
    keep: (state) => (kept = { ...kept, ...state }),
    send: (command) => void commands.push(command),
  });
  return {
    draft,
    told: () => commands.map((each) => each.type === 'draft' && [each.conversation, each.text]),
  };
}

describe('What is being written', () => {
  it('is that of the conversation which is shown, and stays with the one that is left', () => {
    const { draft, told } = page();
    draft.take(opened('a'), undefined);
    draft.keep('half a sent');
    draft.leave();
    draft.take(opened('b', 'for b'), undefined);
    assert.equal(draft.kept, 'for b');
    draft.tell('a', 'late');
    assert.deepEqual(told().at(-1), ['a', 'half a sent']);
  });

  it('is meant for the conversation that was asked for, from then on', () => {
    const { draft, told } = page();
    draft.take(opened('a'), undefined);
    draft.keep('half');
    draft.leave();
    draft.keep('half typed');
    draft.tell('a', 'half typed');
    draft.take(opened('b', 'for b'), undefined);
    assert.equal(draft.kept, 'for b\n\ntyped');
    assert.deepEqual(told(), [['a', 'half'], ['a', 'half']]); // prettier-ignore
  });

  it('stays where a new conversation is asked for in one that is new', () => {
    const { draft } = page();
    draft.take(opened('a'), undefined);
    draft.keep('half');
    draft.leave();
    draft.keep('half typed');
    draft.take(opened('a', 'half'), undefined);
    assert.equal(draft.kept, 'half typed');
  });

  it('is told to its conversation where the extension opens another one', () => {
    const { draft, told } = page();
    draft.take(opened('a'), undefined);
    draft.keep('half');
    draft.take(opened('b'), undefined);
    assert.deepEqual([draft.kept, told()], ['', [['a', 'half']]]);
  });

  it('is what the page kept where it begins anew, and what the extension has where that is nothing', () => {
    const again = page({ conversation: 'a', draft: 'with the last keys' }).draft;
    again.take(opened('a', 'with the'), undefined);
    assert.equal(again.kept, 'with the last keys');
    const sent = page({ conversation: 'a', draft: '' }).draft;
    sent.take(opened('a', 'came back'), undefined);
    assert.equal(sent.kept, 'came back');
    const other = page({ conversation: 'a', draft: 'of a' }).draft;
    other.take(opened('b', 'of b'), undefined);
    assert.equal(other.kept, 'of b');
  });
});
