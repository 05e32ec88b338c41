import { nameIn } from './partNames';

/** How lines are indented: by tabs, or by `width` spaces a level. */
interface IndentStyle {
  readonly tabs: boolean;
  /** Columns of one level; 1 for tabs. */
  readonly width: number;
}

export function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

export function isBlank(line: string): boolean {
  return line.trim() === '';
}

/**
 * The lines of an answer, indented as the document is: its tabs or spaces, its width, and moved left or right so that
 * lines known to the document stand where they stand there.
 */
export function fitIndentation(lines: readonly string[], document: readonly string[]): readonly string[] {
  const restyled = restyle(lines, document);
  const candidates = restyled === undefined ? [lines] : [lines, restyled];
  const known = new Set(document);
  const unit = styleOf(document)?.tabs ? '\t' : ' ';
  const fitting = candidates.map((each) => shifted(each, usualShift(each, document), unit));
  const hits = fitting.map(
    (candidate) => candidate.filter((line) => !isBlank(line) && known.has(line)).length,
  );
  const [asWritten = 0, inNewStyle = -1] = hits;
  const [first = lines, second = first] = fitting;
  // Without a line to tell by, tabs beside spaces are wrong for sure; another width may be meant.
  if (inNewStyle === asWritten) return styleOf(lines)?.tabs === styleOf(document)?.tabs ? first : second;
  return inNewStyle > asWritten ? second : first;
}

/** `lines` moved by whole indents so that the least indented stands at `indent`. */
export function reindent(lines: readonly string[], indent: string): readonly string[] {
  const filled = lines.filter((line) => !isBlank(line));
  const least = filled
    .map(indentOf)
    .reduce((a, b) => (b.length < a.length ? b : a), indentOf(filled[0] ?? ''));
  return lines.map((line) => {
    if (isBlank(line)) return line;
    return line.startsWith(least) ? indent + line.slice(least.length) : line;
  });
}

function restyle(lines: readonly string[], document: readonly string[]): readonly string[] | undefined {
  const from = styleOf(lines);
  const to = styleOf(document);
  if (from === undefined || to === undefined) return undefined;
  if (from.tabs === to.tabs && from.width === to.width) return undefined;
  const unit = to.tabs ? '\t' : ' '.repeat(to.width);
  return lines.map((line) => {
    const indent = indentOf(line);
    const levels = Math.floor(indent.length / from.width);
    return unit.repeat(levels) + indent.slice(levels * from.width) + line.slice(indent.length);
  });
}

/** Told from how far lines go in from the line above; undefined where none does. */
function styleOf(lines: readonly string[]): IndentStyle | undefined {
  const votes = new Map<string, number>();
  let above = '';
  for (const line of lines) {
    if (isBlank(line)) continue;
    const indent = indentOf(line);
    if (indent.length > above.length && indent.startsWith(above)) {
      const step = indent.slice(above.length);
      votes.set(step, (votes.get(step) ?? 0) + 1);
    }
    above = indent;
  }
  // A single space is the star of a block comment more often than a level.
  const [step] = [...votes].filter(([each]) => each !== ' ').sort((a, b) => b[1] - a[1])[0] ?? [];
  if (step === undefined) return undefined;
  return step.includes('\t') ? { tabs: true, width: 1 } : { tabs: false, width: step.length };
}

/** By how many characters most lines that the document has once are indented deeper there. */
function usualShift(lines: readonly string[], document: readonly string[]): number {
  const places = new Map<string, string[]>();
  for (const line of document) {
    const text = line.trim();
    if (/\w/.test(text)) places.set(text, [...(places.get(text) ?? []), indentOf(line)]);
  }
  const votes = new Map<number, number>();
  for (const line of lines) {
    const [indent, another] = places.get(line.trim()) ?? [];
    if (indent === undefined || another !== undefined) continue;
    const shift = indent.length - indentOf(line).length;
    votes.set(shift, (votes.get(shift) ?? 0) + 1);
  }
  if (votes.size === 0) return shiftOfNames(lines, document);
  const best = [...votes].sort((a, b) => b[1] - a[1] || Math.abs(a[0]) - Math.abs(b[0]))[0];
  return best?.[0] ?? 0;
}

/** Where no line is the same, by what has the same name in both, once. */
function shiftOfNames(lines: readonly string[], document: readonly string[]): number {
  for (const line of lines) {
    const name = nameIn(line, '');
    const [place, another] = name === undefined ? [] : document.filter((own) => nameIn(own, '') === name);
    if (place !== undefined && another === undefined) return indentOf(place).length - indentOf(line).length;
  }
  return 0;
}

function shifted(lines: readonly string[], shift: number, unit: string): readonly string[] {
  if (shift === 0) return lines;
  const indents = lines.filter((line) => !isBlank(line)).map(indentOf);
  if (shift < 0 && indents.some((indent) => indent.length < -shift)) return lines;
  return lines.map((line) => {
    if (isBlank(line)) return line;
    return shift < 0 ? line.slice(-shift) : unit.repeat(shift) + line;
  });
}
