import type { TextDocument } from 'vscode';

/** Schemes of documents that nobody writes code in: old versions, output, the debug console, our own prompt view. */
const SILENT_SCHEMES: ReadonlySet<string> = new Set([
  'git',
  'output',
  'debug',
  'fillwright-prompt',
  'fillwright-statistics',
  'fillwright-review',
  'fillwright-diagnosis',
  'fillwright-explanation',
  'fillwright-model',
]);

/** Whether nothing is to be completed in a document, nor read ahead for it. */
export function isSilent({ uri }: TextDocument): boolean {
  return SILENT_SCHEMES.has(uri.scheme);
}
