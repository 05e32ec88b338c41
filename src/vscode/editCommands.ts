import * as vscode from 'vscode';
import { t } from '../common/l10n';
import type { CommandHandlers } from './commands';
import { writeCommitMessage, type CommitMessageParts } from './commitMessage';
import { editLines, type InlineEditParts } from './inlineEdit';
import type { InstructionInput } from './instructionInput';
import { lineRange, placeOf, wholeLines } from './placeArgument';
import { problemWords } from './problemWords';

export type EditHandlers = Pick<
  CommandHandlers,
  | 'fillwright.chat.edit'
  | 'fillwright.chat.stopEdit'
  | 'fillwright.chat.fix'
  | 'fillwright.chat.document'
  | 'fillwright.chat.commitMessage'
>;

export interface EditCommandParts extends InlineEditParts, CommitMessageParts {
  readonly input: InstructionInput;
  readonly editor: () => vscode.TextEditor | undefined;
}

export function editHandlers(parts: EditCommandParts): EditHandlers {
  return {
    'fillwright.chat.edit': (argument) => editByInstruction(parts, argument),
    'fillwright.chat.stopEdit': () => parts.running.stop(),
    'fillwright.chat.fix': async (argument) => {
      const place = await placeOf(argument, parts.editor());
      const { document, range, problems } = place;
      const found = problems ?? problemsIn(document, range);
      if (found.length === 0) throw new Error(t('There is no problem at the cursor.'));
      const instruction = `Fix ${found.length === 1 ? 'this problem' : 'these problems'}, and change nothing else: ${found.join('; ')}`;
      await editLines({ document, range: await wholeLines(place), instruction }, parts);
    },
    'fillwright.chat.document': async (argument) => {
      const place = await placeOf(argument, parts.editor());
      const { document } = place;
      const instruction =
        'Add documentation comments in the form that is customary in this language. Say what a reader can’t see from the code. Change no code.';
      await editLines({ document, range: await wholeLines(place), instruction }, parts);
    },
    'fillwright.chat.commitMessage': (argument) => writeCommitMessage(argument, parts),
  };
}

/** `argument` may be the instruction itself, for keys of the user's own. */
async function editByInstruction(parts: EditCommandParts, argument: unknown): Promise<void> {
  const place = await placeOf(argument, parts.editor());
  const given = typeof argument === 'string' ? argument : undefined;
  const instruction = given ?? (await parts.input.ask(t('Edit with Fillwright')));
  if (instruction === undefined) return;
  const { document, range } = place;
  await editLines({ document, range: lineRange(range), instruction }, parts);
}

function problemsIn({ uri }: vscode.TextDocument, range: vscode.Range): readonly string[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter((diagnostic) => diagnostic.range.intersection(range) !== undefined)
    .map(problemWords);
}
