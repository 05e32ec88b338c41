import * as vscode from 'vscode';
import { t } from '../common/l10n';
import { looksSecret } from '../context/secretFiles';
import { enclosingLines } from './enclosingLines';
import { selectedLines, type LineRange } from './trackedLines';

/** Where a code action wants something done. */
export interface EditPlace {
  readonly uri: string;
  readonly range: vscode.Range;
  /** Problems to mend, as the model gets to read them. */
  readonly problems?: readonly string[];
}

export interface FoundPlace {
  readonly document: vscode.TextDocument;
  readonly range: vscode.Range;
  readonly problems?: readonly string[];
}

/** The place that a code action hands over, else that of the cursor. Throws where nothing of it may be sent to a host. */
export async function placeOf(argument: unknown, editor: vscode.TextEditor | undefined): Promise<FoundPlace> {
  const place = await statedPlace(argument, editor);
  if (looksSecret(place.document.uri.path))
    throw new Error(t('This file holds secrets by its name: nothing of it is sent to a host.'));
  return place;
}

async function statedPlace(argument: unknown, editor: vscode.TextEditor | undefined): Promise<FoundPlace> {
  if (isPlace(argument)) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(argument.uri, true));
    return { ...argument, document };
  }
  if (editor === undefined) throw new Error(t('Put the cursor into a file first.'));
  return { document: editor.document, range: editor.selection };
}

function isPlace(argument: unknown): argument is EditPlace {
  if (typeof argument !== 'object' || argument === null) return false;
  const { uri, range } = argument as Partial<EditPlace>;
  return typeof uri === 'string' && range instanceof vscode.Range;
}

export function lineRange({ start, end }: vscode.Range): LineRange {
  return selectedLines(new vscode.Selection(start, end));
}

/** Where only a place is known, the whole function around it: what is asked for often needs more than its line. */
export async function wholeLines({ document, range }: FoundPlace): Promise<LineRange> {
  return range.isSingleLine ? enclosingLines(document, range) : lineRange(range);
}
