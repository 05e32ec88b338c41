import assert from 'node:assert/strict';
import { isAbort, linkedAbort } from '../../../src/common/abort';

describe('linkedAbort', () => {
  it('aborts with the signal it is linked to, at once where that has aborted already', () => {
    const outer = new AbortController();
    const linked = linkedAbort(outer.signal);
    outer.abort();
    assert.ok(linked.signal.aborted && isAbort(linked.signal.reason));
    assert.ok(linkedAbort(outer.signal).signal.aborted);
  });

  it('aborts by itself without touching that signal', () => {
    const outer = new AbortController();
    const linked = linkedAbort(outer.signal);
    linked.abort();
    assert.equal(linked.signal.aborted, true);
    assert.equal(outer.signal.aborted, false);
  });

  it('no longer follows once it is unlinked', () => {
    const outer = new AbortController();
    const linked = linkedAbort(outer.signal);
    linked.unlink();
    outer.abort();
    assert.equal(linked.signal.aborted, false);
  });
});
