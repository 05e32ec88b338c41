import assert from 'node:assert/strict';
import type { CompletionItem } from '../../src/completion/outcome';
import type { SelectedSuggestion } from '../../src/completion/query';
import type { TargetText } from '../../src/prompt/targetText';
import { cursorMark } from './markedText';

/** Throws where the item can't be right at the cursor, whatever the text is. */
export function assertValid(item: CompletionItem, at: TargetText): void {
  const line = /^[^\r\n]*/.exec(at.suffix)?.[0] ?? '';
  const firstLine = item.text.split(/\r?\n/, 1)[0] ?? '';
  assert.notEqual(item.text.trim(), '');
  assert.ok(item.replaceAfter <= line.length, 'it replaces more than its line');
  assert.ok(isSubsequence(line.slice(0, item.replaceAfter), firstLine), 'what it replaces is not in it');
  assert.doesNotMatch(item.text, loneSurrogate, 'half a surrogate pair');
  assert.ok(!item.text.includes('<｜fim'), 'a special token');
  assert.equal(
    /\r\n/.test(item.text),
    at.eol === '\r\n' && item.text.includes('\n'),
    'line ends of another kind',
  );
  if (line.trim() !== '' && item.replaceAfter === 0) {
    assert.ok(!item.text.includes('\n'), 'lines before the rest of this one');
    assert.ok(
      !item.text.endsWith(line.trim()) || /^\W+$/.test(line.trim()),
      'the rest of the line, said again',
    );
  }
}

/** The answer was given for this text, or for one that leads to it by typing what the answer says. */
export function isFrom(
  answer: { prompt: string; text: string },
  item: CompletionItem,
  at: TargetText,
): boolean {
  const [prefix = '', suffix = ''] = answer.prompt.split(cursorMark);
  const typed = at.prefix.slice(prefix.length);
  const [firstLine = ''] = item.text.trimStart().split(/\r?\n/, 1);
  const isSameSuffix = at.suffix.endsWith(suffix) || suffix.endsWith(at.suffix);
  return (
    at.prefix.startsWith(prefix) &&
    isSameSuffix &&
    unspaced(answer.text).includes(unspaced(typed + firstLine))
  );
}

/** Indentation and line ends are made those of the document. */
function unspaced(text: string): string {
  return text.replace(/\s/g, '');
}

/** What an item adds to the one selected in the suggest widget, and the text once that is accepted. */
export function behindSelected(
  item: CompletionItem,
  at: TargetText,
  selected: SelectedSuggestion = { replaceStart: at.prefix.length, text: '' },
): { readonly rest: CompletionItem; readonly at: TargetText } {
  const { replaceStart, text } = selected;
  assert.equal(item.replaceBefore, at.prefix.length - replaceStart, 'it replaces another word');
  assert.ok(item.text.startsWith(text), 'it begins with another text than is selected');
  return {
    rest: { ...item, text: item.text.slice(text.length), replaceBefore: 0 },
    at: { ...at, prefix: at.prefix.slice(0, replaceStart) + text },
  };
}

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

function isSubsequence(part: string, text: string): boolean {
  let from = 0;
  return part.split(/(?=.)/u).every((character) => {
    from = text.indexOf(character, from) + 1;
    return from > 0;
  });
}
