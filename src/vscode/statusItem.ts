import * as vscode from 'vscode';
import { assertNever } from '../common/assertNever';
import { DisposableStore, type Disposable } from '../common/disposable';
import type { Event } from '../common/emitter';
import type { IgnoredCheck } from '../completion/trigger';
import { looksSecret } from '../context/secretFiles';
import type { EndpointState } from '../hosts/endpointState';
import type { CallSite } from './callSite';
import type { CommandId } from './commandIds';
import type { LiveSettings } from './settingsReader';
import type { Snooze } from './snooze';
import { statusWords, type StatusFacts, type StatusWords } from './statusWords';

export interface StatusSources {
  readonly settings: LiveSettings;
  readonly snooze: Snooze;
  endpointState(): EndpointState;
  /** Of the endpoint that completes. */
  endpointUrl(): string | undefined;
  readonly callSite: CallSite;
  readonly isIgnored: IgnoredCheck;
  /** Of all endpoints. */
  endpointStates(): readonly EndpointState[];
  lastLatencyMs(): number | undefined;
  /** What may have changed the endpoint's state. */
  readonly changes: readonly Event<unknown>[];
  /** What may have changed the latency. */
  readonly onDidComplete: Event<unknown>;
}

export interface StatusItem extends Disposable {
  facts(): StatusFacts;
}

const MENU_COMMAND: CommandId = 'fillwright.menu';
/** Shorter work shows no sign: the item would flicker with every key. */
const WORKING_SHOWS_AFTER_MS = 400;
/** Several things change at each key. */
const SHOWS_AFTER_MS = 50;
/** What only a pointer over the item shows has time until the typist rests: each change goes to VS Code's window. */
const TOOLTIP_AFTER_MS = 1_000;

/** The item at the right of the status bar; a click opens the menu. */
export function showStatus(sources: StatusSources): StatusItem {
  const store = new DisposableStore();
  const item = store.add(
    vscode.window.createStatusBarItem('fillwright.status', vscode.StatusBarAlignment.Right, 100),
  );
  item.name = 'Fillwright';
  item.command = MENU_COMMAND;
  const facts = (): StatusFacts => currentFacts(sources, () => update());
  const render = (): void => apply(item, statusWords(facts()));

  const soon = store.add(delayed(render));
  const atRest = store.add(delayed(render));
  const update = (): void =>
    soon.startAnew(sources.endpointState().kind === 'working' ? WORKING_SHOWS_AFTER_MS : SHOWS_AFTER_MS);
  for (const change of sources.changes) store.add(change(update));
  store.add(sources.onDidComplete(() => atRest.startAnew(TOOLTIP_AFTER_MS)));
  store.add(sources.settings.onDidChange(update));
  store.add(sources.snooze.onDidChange(update));
  store.add(vscode.window.onDidChangeActiveTextEditor(update));
  store.add(vscode.workspace.onDidOpenTextDocument(update)); // Also after a change of a document's language.
  render();
  item.show();
  return { facts, dispose: () => store.dispose() };
}

/** Runs once, so many ms after the last start. One timer waits on for a later start: there is one at each key. */
function delayed(run: () => void): Disposable & { startAnew(delayMs: number): void } {
  let timer: NodeJS.Timeout | undefined;
  let firesAt = 0;
  let dueAt = 0;
  const wait = (delayMs: number): void => {
    clearTimeout(timer);
    firesAt = performance.now() + delayMs;
    timer = setTimeout(() => {
      timer = undefined;
      const leftMs = dueAt - performance.now();
      if (leftMs > 0) wait(leftMs);
      else run();
    }, delayMs);
  };
  return {
    startAnew: (delayMs) => {
      dueAt = performance.now() + delayMs;
      if (timer === undefined || dueAt < firesAt) wait(delayMs);
    },
    dispose: () => clearTimeout(timer),
  };
}

/** Calls back when it is found out whether the document in front is ignored, where that is not known at once. */
function currentFacts(sources: StatusSources, foundOut: () => void): StatusFacts {
  const { completion } = sources.settings.current;
  const document = vscode.window.activeTextEditor?.document;
  const languageId = document?.languageId;
  const isOff =
    languageId !== undefined && !(completion.languages[languageId] ?? completion.languages['*'] ?? true);
  const endpoint = sources.endpointState();
  return {
    endpoint,
    failedOthers: sources
      .endpointStates()
      .filter((state) => state.kind === 'failed')
      .filter((state) => state !== endpoint),
    endpointUrl: sources.endpointUrl(),
    callSite: sources.callSite,
    enabled: completion.enabled,
    snoozedUntil: sources.snooze.until,
    languageId,
    languageOff: isOff,
    keptBack: document && keptBack(document, sources.isIgnored, foundOut),
    settingsProblems: messages(sources, false),
    settingsWarnings: messages(sources, true),
    lastLatencyMs: sources.lastLatencyMs(),
  };
}

function messages({ settings }: StatusSources, warnings: boolean): readonly string[] {
  return settings.problems
    .filter(({ isWarning = false }) => isWarning === warnings)
    .map(({ message }) => message);
}

function keptBack(
  { uri }: vscode.TextDocument,
  isIgnored: IgnoredCheck,
  foundOut: () => void,
): StatusFacts['keptBack'] {
  if (looksSecret(uri.path)) return 'secret';
  const ignored = isIgnored(uri.toString());
  if (typeof ignored === 'boolean') return ignored ? 'ignored' : undefined;
  // A query that asks the same fails aloud.
  ignored.then(foundOut, () => undefined);
  return undefined;
}

function apply(item: vscode.StatusBarItem, words: StatusWords): void {
  item.text = words.text;
  item.backgroundColor = background(words.level);
  item.tooltip = new vscode.MarkdownString(words.tooltip.map(escapeMarkdown).join('\n\n'));
  item.accessibilityInformation = { label: [plain(words.text), ...words.tooltip].join('. ') };
}

function background(level: StatusWords['level']): vscode.ThemeColor | undefined {
  switch (level) {
    case 'normal':
      return undefined;
    case 'warning':
      return new vscode.ThemeColor('statusBarItem.warningBackground');
    case 'error':
      return new vscode.ThemeColor('statusBarItem.errorBackground');
    default:
      return assertNever(level);
  }
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~]/g, String.raw`\$&`);
}

/** The words without the codicon that a screen reader can't read. */
function plain(text: string): string {
  return text.replace(/\$\([^)]*\)\s*/g, '');
}
