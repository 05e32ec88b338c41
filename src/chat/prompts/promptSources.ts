import type { ResolvedAttachment } from '../attachments/attachmentResolver';
import type { AttachmentSource, ProblemsSource } from '../protocol';

/** What a prompt attaches beside what is attached already: it is about that code, where there is some. */
export function sourcesOfPrompt(
  attach: readonly AttachmentSource[],
  attached: readonly AttachmentSource[],
): readonly AttachmentSource[] {
  const problemsOfCode = attached.flatMap(problemsIn);
  if (problemsOfCode.length === 0) return attach;
  return attach.flatMap((source) => {
    if (source.kind === 'active-selection') return [];
    return source.kind === 'problems' && source.isOfCode === true ? problemsOfCode : [source];
  });
}

/** Problems that go along where there are any: without them the prompt is as good. */
export function isNotThere({ source, shown }: ResolvedAttachment): boolean {
  if (source.kind !== 'problems' || source.isOfCode !== true) return false;
  return shown.problem !== undefined && absences.has(shown.problem.code);
}

const absences: ReadonlySet<string> = new Set(['empty', 'unavailable', 'untrusted-workspace']);

function problemsIn(source: AttachmentSource): readonly ProblemsSource[] {
  if (source.kind === 'symbol') return [{ kind: 'problems', path: source.path, isOfCode: true }];
  if (source.kind !== 'selection' && source.kind !== 'file') return [];
  const { path, startLine, endLine = startLine } = source;
  const lines = startLine === undefined || endLine === undefined ? {} : { startLine, endLine };
  return [{ kind: 'problems', path, ...lines, isOfCode: true }];
}
