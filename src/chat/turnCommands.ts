import { t } from '../common/l10n';
import { attachChip, detachChip } from './chips';
import type { RefreshComposer } from './inputFeed';
import { withChosenBranch } from './conversationTree';
import type { OpenConversation } from './openConversation';
import { COMPACT, type PromptLibrary } from './prompts/promptLibrary';
import type { ComposerCommand, PanelCommand, TurnCommand } from './protocol';
import { compactNow, continueAnswer, editAndResend, regenerate, send, type Expand } from './sending';

export type InputCommand = Exclude<ComposerCommand, { type: 'refreshModels' }>;

export function isTurnCommand(command: PanelCommand): command is TurnCommand {
  return turnCommands.has(command.type);
}

export function isInputCommand(command: PanelCommand): command is InputCommand {
  return inputCommands.has(command.type);
}

const turnCommands: ReadonlySet<string> = new Set<TurnCommand['type']>([
  'send', 'stop', 'regenerate', 'editAndResend', 'chooseBranch', 'deleteTurn', 'continue',
]); // prettier-ignore
const inputCommands: ReadonlySet<string> = new Set<InputCommand['type']>([
  'draft', 'edit', 'pickModel', 'setThink', 'attach', 'detach',
]); // prettier-ignore

/** Changes what will be sent next. */
export async function runInputCommand(
  open: OpenConversation,
  command: InputCommand,
  refresh: RefreshComposer,
): Promise<void> {
  switch (command.type) {
    case 'draft':
      open.draft = command.text;
      break;
    case 'edit':
      open.edit = command.edit;
      return;
    case 'pickModel': {
      const { endpoint, model } = command;
      open.change((stored) => ({ ...stored, endpoint, model, isByOrder: false }));
      open.parts.picks.note({ endpoint, model });
      break;
    }
    case 'setThink':
      open.change((stored) => ({ ...stored, think: command.think }));
      break;
    case 'attach':
      await attachChip(open, command.source);
      return;
    case 'detach':
      detachChip(open, command.attachment);
      return;
  }
  refresh(open);
}

export interface TurnCommandParts {
  readonly prompts: PromptLibrary;
  readonly refresh: RefreshComposer;
  /** `/clear` was sent. */
  readonly clear: () => void;
  readonly confirmDelete: (question: string, yes: string) => Promise<boolean>;
}

/** Sends, answers and changes turns. Resolves when what it began is over. */
export async function runTurnCommand(
  open: OpenConversation,
  command: TurnCommand,
  { prompts, refresh, clear, confirmDelete }: TurnCommandParts,
): Promise<void> {
  const action = begin();
  refresh(open);
  await action;
  refresh(open);

  function begin(): Promise<void> | undefined {
    switch (command.type) {
      case 'send':
        if (command.text.trim() === COMPACT) {
          open.draft = '';
          return compactNow(open);
        }
        return send(open, command.text, expand);
      case 'editAndResend':
        return editAndResend(open, command.turn, command.text, expand);
      case 'regenerate':
        return regenerate(open, command.turn);
      case 'continue':
        return continueAnswer(open, command.turn);
      case 'stop':
        open.run?.abort.abort();
        return undefined;
      case 'chooseBranch':
        open.change((stored) => withChosenBranch(stored, command.turn, command.index));
        open.emitAll();
        return undefined;
      case 'deleteTurn':
        return deleteTurn(command.turn);
    }
  }

  async function deleteTurn(turn: string): Promise<void> {
    const question = t('Delete this message and all that follows it, in every version?');
    if (!(await confirmDelete(question, t('Delete')))) return;
    open.run?.abort.abort();
    open.dropTurn(turn);
  }

  async function expand(text: string): ReturnType<Expand> {
    const expansion = await prompts.expand(text);
    if (expansion.kind === 'clear') clear();
    else return expansion;
    return undefined;
  }
}
