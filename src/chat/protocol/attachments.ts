// What can be sent along, and how it is named.

/** What can be attached, by name; its text is read when it is sent. Paths are relative to the workspace. */
export type AttachmentSource =
  | { readonly kind: 'file'; readonly path: string; readonly startLine?: number; readonly endLine?: number }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'symbol'; readonly name: string; readonly path: string; readonly line: number }
  /** The text is held from the moment of attaching. Lines count from 1. */
  | {
      readonly kind: 'selection';
      readonly path: string;
      readonly startLine: number;
      readonly endLine: number;
      readonly text: string;
    }
  /** The active editor's selection now; becomes a `selection`. */
  | { readonly kind: 'active-selection' }
  | { readonly kind: 'open-editors' }
  | ProblemsSource
  | { readonly kind: 'diff' }
  | { readonly kind: 'terminal' }
  /** What the repository's index finds for the message it is sent with. */
  | { readonly kind: 'repo' }
  /** A file or folder dropped on the page, as the URI in its transfer data. */
  | { readonly kind: 'uri'; readonly uri: string }
  /** Pasted or dropped. `base64` without a `data:` prefix. */
  | { readonly kind: 'image'; readonly name: string; readonly mediaType: string; readonly base64: string };

/** Problems of the workspace, of a file, or of lines of it, counted from 1. */
export interface ProblemsSource {
  readonly kind: 'problems';
  readonly path?: string;
  readonly startLine?: number;
  readonly endLine?: number;
  /** Goes along with the code that a prompt is about, where there are any; without a path, with the active selection. */
  readonly isOfCode?: boolean;
}

/** A chip. */
export interface Attachment {
  readonly id: string;
  readonly kind: Exclude<AttachmentSource['kind'], 'active-selection' | 'uri'>;
  /** Short: a file's name with lines, a symbol's name. */
  readonly label: string;
  /** Path, or what it stands for. */
  readonly detail?: string;
  /** Absent while it is counted, and for images where the host does not tell. */
  readonly tokens?: number;
  readonly isExact: boolean;
  readonly problem?: AttachmentProblem;
  /** For `openFile`. */
  readonly path?: string;
  readonly line?: number;
}

/** Why an attachment can't be sent; sending waits until it is removed. */
export interface AttachmentProblem {
  readonly code:
    | 'secret'
    | 'ignored'
    | 'outside-workspace'
    | 'not-found'
    | 'binary'
    | 'too-large'
    | 'empty'
    | 'unavailable'
    | 'untrusted-workspace';
  /** One sentence with the facts. */
  readonly message: string;
}

/** What stands behind the `@`. `kind` once one is chosen: `@file src/c`. */
export interface MentionQuery {
  readonly kind?: 'file' | 'folder' | 'symbol';
  readonly text: string;
}

/** An entry of the list under the cursor. Choosing one with `source` attaches it, with `narrow` goes on to that kind. */
export interface Mention {
  readonly label: string;
  readonly detail?: string;
  readonly source?: AttachmentSource;
  readonly narrow?: MentionQuery['kind'];
}
