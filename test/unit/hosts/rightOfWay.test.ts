import assert from 'node:assert/strict';
import { isAbort } from '../../../src/common/abort';
import { rightsOfWay, type ChatTurn, type RightOfWay } from '../../../src/hosts/rightOfWay';
import { settled, VirtualClock } from '../../support/virtualClock';

const never = new AbortController().signal;

describe('rightOfWay', () => {
  let clock: VirtualClock;
  let right: RightOfWay;
  let waits: number;

  beforeEach(() => {
    clock = new VirtualClock();
    right = rightsOfWay(clock).of('http://gpu-box:11434', 'coder:7b');
    waits = 0;
  });

  interface AskedChat {
    turn: ChatTurn | undefined;
    thrown: unknown;
  }

  const hasBegun = ({ turn }: AskedChat): boolean => turn !== undefined;

  function takeChat(signal = never): AskedChat {
    const asked: AskedChat = { turn: undefined, thrown: undefined };
    right
      .takeChat(signal, () => {
        waits += 1;
      })
      .then(
        (turn) => {
          asked.turn = turn;
        },
        (thrown: unknown) => {
          asked.thrown = thrown;
        },
      );
    return asked;
  }

  it('is one for a model of an endpoint, however its tag is written', () => {
    const rights = rightsOfWay(clock);
    assert.equal(rights.of('http://a', 'mine'), rights.of('http://a', 'mine:latest'));
    assert.notEqual(rights.of('http://a', 'mine'), rights.of('http://b', 'mine'));
    assert.notEqual(rights.of('http://a', 'mine:7b'), rights.of('http://a', 'mine'));
  });

  it('is quiet at an endpoint once nothing completes, chats or is expected at any of its models', async () => {
    const rights = rightsOfWay(clock);
    const completion = rights.of('http://a', 'coder:7b').takeCompletion(never);
    const chat = await rights.of('http://a', 'r1:7b').takeChat(never, () => undefined);
    rights.of('http://b', 'r1:7b').takeCompletion(never);
    let isQuiet = false;
    const quiet = rights.untilQuiet('http://a', never).then(() => {
      isQuiet = true;
    });
    completion.release();
    await settled();
    assert.equal(isQuiet, false);
    rights.of('http://a', 'coder:7b').expectCompletion();
    chat.release();
    await settled();
    assert.equal(isQuiet, false);
    await clock.advance(700);
    await quiet;
    const abort = new AbortController();
    const ended = rights.untilQuiet('http://b', abort.signal);
    abort.abort();
    await assert.rejects(ended, isAbort);
  });

  it('lets chat go at once where nobody completes', async () => {
    const chat = takeChat();
    await settled();
    assert.equal(hasBegun(chat), true);
    assert.equal(waits, 0);
  });

  it('ends a completion for a newer one', () => {
    const first = right.takeCompletion(never);
    const second = right.takeCompletion(never);
    assert.deepEqual([first.signal.aborted, second.signal.aborted], [true, false]);
  });

  it('lets chat wait until the completion is over, and says so once', async () => {
    const first = right.takeCompletion(never);
    const chat = takeChat();
    await settled();
    const second = right.takeCompletion(never);
    first.release();
    await settled();
    assert.equal(hasBegun(chat), false);
    second.release();
    await settled();
    assert.equal(hasBegun(chat), true);
    assert.equal(waits, 1);
    assert.equal(clock.timers, 0);
  });

  it('lets chat wait for a completion that is about to be asked for', async () => {
    right.expectCompletion();
    const chat = takeChat();
    await clock.advance(699);
    assert.equal(hasBegun(chat), false);
    await clock.advance(1);
    assert.equal(hasBegun(chat), true);
    assert.equal(waits, 1);
  });

  it('lets chat go in the end though somebody types without a pause', async () => {
    right.expectCompletion();
    const chat = takeChat();
    for (let key = 0; key < 39; key += 1) {
      await clock.advance(200);
      right.expectCompletion();
    }
    assert.equal(hasBegun(chat), false);
    await clock.advance(200);
    assert.equal(hasBegun(chat), true);
  });

  it('forgets a chat that is given up while it waits', async () => {
    const completion = right.takeCompletion(never);
    const leave = new AbortController();
    const chat = takeChat(leave.signal);
    await settled();
    leave.abort();
    await settled();
    assert.ok(isAbort(chat.thrown));
    assert.equal(right.chatOver(), undefined);
    completion.release();
    assert.equal(clock.timers, 0);
  });

  it('tells who reads ahead when chat is over', async () => {
    const [first, second] = [takeChat(), takeChat()];
    await settled();
    let isOver = false;
    void right.chatOver()?.then(() => {
      isOver = true;
    });
    first.turn?.release();
    await settled();
    assert.equal(isOver, false);
    second.turn?.release();
    await settled();
    assert.equal(isOver, true);
    assert.equal(right.chatOver(), undefined);
  });

  describe('while a chat answer is under way', () => {
    let chat: AskedChat;
    let slowed: number;

    beforeEach(async () => {
      chat = takeChat();
      await settled();
      slowed = 0;
      right.onDidSlow(() => {
        slowed += 1;
      });
    });

    it('does not end it for a completion', () => {
      assert.equal(right.takeCompletion(never).signal.aborted, false);
      assert.ok(right.chatOver() !== undefined);
    });

    it('notes a completion that waits for it', async () => {
      right.takeCompletion(never);
      await clock.advance(999);
      assert.deepEqual([slowed, right.isSlowed], [0, false]);
      await clock.advance(1);
      assert.deepEqual([slowed, right.isSlowed], [1, true]);
    });

    it('notes it too where each completion is ended by the next key', async () => {
      for (let key = 0; key < 8; key += 1) {
        right.takeCompletion(new AbortController().signal);
        await clock.advance(150);
      }
      assert.equal(slowed, 1);
    });

    it('notes nothing where the host answers both', async () => {
      for (let key = 0; key < 8; key += 1) {
        const turn = right.takeCompletion(new AbortController().signal);
        await clock.advance(150);
        turn.answered();
        turn.release();
      }
      await clock.advance(10_000);
      assert.equal(slowed, 0);
    });

    it('notes nothing of a completion that was given up long before the next', async () => {
      const leave = new AbortController();
      right.takeCompletion(leave.signal);
      await clock.advance(150);
      leave.abort();
      await clock.advance(5_000);
      right.takeCompletion(never);
      await clock.advance(500);
      assert.equal(slowed, 0);
    });

    it('is slow no longer once the chat answer is over', async () => {
      right.takeCompletion(never);
      await clock.advance(1_000);
      chat.turn?.release();
      assert.equal(right.isSlowed, false);
    });
  });

  it('blames no chat that has not begun for a slow completion', async () => {
    right.takeCompletion(never);
    takeChat();
    await settled();
    right.takeCompletion(never);
    await clock.advance(1_500);
    assert.equal(right.isSlowed, false);
  });
});
