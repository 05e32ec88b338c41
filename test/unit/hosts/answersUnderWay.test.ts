import assert from 'node:assert/strict';
import { answersUnderWay } from '../../../src/hosts/answersUnderWay';

describe('Answers under way at a host', () => {
  it('are told of those ahead of them, until the last of those is over', () => {
    const answers = answersUnderWay();
    const told: string[] = [];
    const join = (name: string): { leave(): void } =>
      answers.join((isBehind) => told.push(`${name} ${isBehind ? 'waits' : 'goes'}`));
    const [first, second] = [join('a'), join('b')];
    const third = join('c');
    assert.deepEqual(told, ['b waits', 'c waits']);
    second.leave();
    assert.deepEqual(told.slice(2), []);
    first.leave();
    assert.deepEqual(told.slice(2), ['c goes']);
    assert.equal(answers.count, 1);
    third.leave();
    assert.deepEqual([answers.count, told.length], [0, 3]);
  });

  it('do not wait for what was asked for after them', () => {
    const answers = answersUnderWay();
    const told: boolean[] = [];
    answers.join((isBehind) => told.push(isBehind));
    answers.join(() => undefined).leave();
    assert.deepEqual(told, []);
  });
});
