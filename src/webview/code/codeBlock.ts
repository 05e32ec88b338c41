import type { CodeBlockAction } from '../../chat/protocol';
import { t } from '../l10n';
import { CodeText } from './codeText';
import type { Highlight } from './highlight';

/** A code block with what can be done with it. */
export interface CodeBlockView {
  readonly element: HTMLElement;
  readonly text: CodeText;
  /** Says on the block which file it is for. */
  name(path: string | undefined): void;
}

export interface CodeBlockFacts {
  readonly language: string;
  readonly path: string | undefined;
}

export interface CodeBlockPorts {
  readonly highlight: Highlight;
  readonly act: (action: CodeBlockAction, facts: CodeBlockFacts & { readonly code: string }) => void;
}

const shells = new Set(['bash', 'sh', 'shell', 'zsh', 'console', 'powershell', 'ps1', 'bat', 'cmd', 'fish']);

interface Button {
  readonly action: CodeBlockAction;
  readonly icon: string;
  readonly label: string;
}

/** `code` is asked for when an action is taken: it may still grow. */
export function createCodeBlock(
  facts: CodeBlockFacts,
  code: () => string,
  ports: CodeBlockPorts,
): CodeBlockView {
  let known = facts;
  const text = new CodeText(facts.language, ports.highlight);
  const element = document.createElement('div');
  element.className = 'code-block';
  const pre = document.createElement('pre');
  // So that long lines can be scrolled by keyboard.
  pre.tabIndex = 0;
  pre.setAttribute('role', 'region');
  pre.append(text.element);
  const title = document.createElement('span');
  title.className = 'code-name';
  const toolbar = createToolbar(facts, title, (action) => ports.act(action, { ...known, code: code() }));
  element.append(toolbar, pre);
  const name = (path: string | undefined): void => {
    known = { ...facts, path };
    showName(title, known);
    pre.setAttribute(
      'aria-label',
      path ?? (facts.language === '' ? t('Code') : t('Code in {0}', facts.language)),
    );
  };
  name(facts.path);
  return { element, text, name };
}

function showName(title: HTMLElement, { language, path }: CodeBlockFacts): void {
  title.textContent = path ?? language;
  if (path === undefined) return;
  title.dataset['path'] = path;
  title.tabIndex = 0;
  title.setAttribute('role', 'link');
}

function createToolbar(
  facts: CodeBlockFacts,
  title: HTMLElement,
  act: (action: CodeBlockAction) => void,
): HTMLElement {
  const bar = document.createElement('div');
  bar.className = 'code-bar';
  const buttons = document.createElement('div');
  buttons.className = 'code-actions';
  buttons.setAttribute('role', 'toolbar');
  buttons.setAttribute('aria-label', t('Actions for this code'));
  for (const button of buttonsFor(facts.language)) buttons.append(createButton(button, act));
  bar.append(title, buttons);
  return bar;
}

function buttonsFor(language: string): readonly Button[] {
  const copy: Button = { action: 'copy', icon: 'copy', label: t('Copy') };
  const insert: Button = { action: 'insert', icon: 'insert', label: t('Insert at Cursor') };
  const create: Button = { action: 'new-file', icon: 'new-file', label: t('New File') };
  if (shells.has(language)) {
    return [
      { action: 'run-in-terminal', icon: 'terminal', label: t('Run in Terminal') },
      insert,
      create,
      copy,
    ];
  }
  return [
    { action: 'apply', icon: 'git-pull-request-go-to-changes', label: t('Apply to File') },
    insert,
    create,
    copy,
  ];
}

/** How long a copy is confirmed. */
const confirmedMs = 1_500;

function createButton({ action, icon, label }: Button, act: (action: CodeBlockAction) => void): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'icon-button';
  button.title = label;
  button.setAttribute('aria-label', label);
  button.dataset['action'] = action;
  const sign = document.createElement('span');
  sign.className = `codicon codicon-${icon}`;
  sign.setAttribute('aria-hidden', 'true');
  button.append(sign);
  button.addEventListener('click', () => {
    act(action);
    if (action !== 'copy') return;
    sign.className = 'codicon codicon-check';
    setTimeout(() => (sign.className = `codicon codicon-${icon}`), confirmedMs);
  });
  return button;
}
