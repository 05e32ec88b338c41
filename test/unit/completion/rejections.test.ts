import assert from 'node:assert/strict';
import { Rejections } from '../../../src/completion/rejections';
import { target, typed } from '../../support/markedText';

const place = target('a = ‸\n');
const shown = { origin: place, text: 'value;' };

describe('Rejections', () => {
  it('knows a text that something else was typed for', () => {
    const rejections = new Rejections();
    rejections.note(shown, typed(place, 'o'));
    rejections.note(undefined, typed(place, 'other'));
    assert.equal(rejections.has(place, 'value;'), true);
    assert.equal(rejections.has(place, 'another'), false);
  });

  it('takes a slip that is mended for what it is', () => {
    const rejections = new Rejections();
    rejections.note(shown, typed(place, 'x'));
    rejections.note(undefined, place);
    rejections.note(undefined, typed(place, 'value'));
    assert.equal(rejections.has(place, 'value;'), false);
  });

  it('does not take typing along, and typing on behind its end, for a rejection', () => {
    const rejections = new Rejections();
    rejections.note(shown, typed(place, 'val'));
    rejections.note(shown, typed(place, 'value; // and more'));
    assert.equal(rejections.has(place, 'value;'), false);
  });

  it('knows places apart', () => {
    const rejections = new Rejections();
    rejections.note(shown, typed(place, 'other'));
    assert.equal(rejections.has(target('b = ‸\n'), 'value;'), false);
  });
});
