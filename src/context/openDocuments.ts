import type { OpenDocument } from './promptPlanner';

/** The documents open in the editor as the planner was told of them. */
export interface OpenDocuments {
  open(documents: readonly OpenDocument[]): void;
  change(document: OpenDocument): void;
  close(uri: string): void;
  /** The most recently used first. */
  all(): readonly OpenDocument[];
  /** Equal while the same versions of the same documents are open, the one at `exceptUri` left aside. */
  state(exceptUri: string): string;
}

export function createOpenDocuments(): OpenDocuments {
  let documents: readonly OpenDocument[] = [];
  return {
    open: (opened) => (documents = [...opened]),
    change: (changed) => {
      const known = documents.some((document) => document.uri === changed.uri);
      documents = known
        ? documents.map((document) => (document.uri === changed.uri ? changed : document))
        : [changed, ...documents];
    },
    close: (uri) => (documents = documents.filter((document) => document.uri !== uri)),
    all: () => documents,
    state: (exceptUri) =>
      documents
        .filter((document) => document.uri !== exceptUri)
        .map((document) => `${document.uri}@${document.version}`)
        .join('\n'),
  };
}
