import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/disposable';
import type { CallSite } from './callSite';
import { failureInWords } from './failureWords';
import type { Log } from '../common/log';
import { commandIds, type AnswerCommandId, type CommandId, type HostCommandId } from './commandIds';

/** `others`: menus of lists hand over what was clicked, and then all that is selected. */
type Handler = (argument?: unknown, others?: unknown) => Promise<void> | void;
export type CommandHandlers = Readonly<Record<CommandId, Handler>>;

/** Handlers of the commands `fillwright.<group>.…`. */
export type HandlersOf<Group extends string> = Pick<
  CommandHandlers,
  Extract<CommandId, `fillwright.${Group}.${string}`>
>;
export type HostHandlers = Pick<CommandHandlers, HostCommandId>;
export type AnswerHandlers = Pick<CommandHandlers, AnswerCommandId>;
/** Handlers of the commands that are there from the start. */
export type PlainHandlers = Omit<CommandHandlers, HostCommandId | AnswerCommandId>;

/** Handlers of a part that is loaded when the first of its commands runs. */
export function handlersOnLoad<Id extends CommandId>(
  ids: readonly Id[],
  load: () => Promise<Pick<CommandHandlers, Id>>,
): Pick<CommandHandlers, Id> {
  const handlers = ids.map((id) => [
    id,
    async (...given: readonly unknown[]) => (await load())[id](...given),
  ]);
  return Object.fromEntries(handlers) as Pick<CommandHandlers, Id>;
}

/** Registers the commands. What goes wrong in one is logged and told, for the user asked for it. */
export function registerCommands(handlers: CommandHandlers, log: Log, site: CallSite): Disposable {
  const store = new DisposableStore();
  for (const id of commandIds) {
    const run = async (...given: readonly unknown[]): Promise<void> => {
      try {
        await handlers[id](...given);
      } catch (cause) {
        log.error(`The command ${id} failed`, cause);
        const told = failureInWords(cause, site);
        const reason = told instanceof Error ? told.message : String(told);
        void vscode.window.showErrorMessage(`Fillwright: ${reason}`);
      }
    };
    store.add(vscode.commands.registerCommand(id, run));
  }
  return store;
}
