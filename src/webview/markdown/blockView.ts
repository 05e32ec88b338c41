import { fenceLanguage, statedPath } from '../../chat/protocol';
import { createCodeBlock, type CodeBlockPorts } from '../code/codeBlock';
import { textAbove, type Block } from './blocks';
import type { RenderMarkdown } from './render';
import { toFragment } from './sanitize';

/** One block of an answer on the page. */
export interface BlockView {
  readonly kind: Block['kind'];
  readonly element: HTMLElement;
  /** Sets what is to be shown; `isWhole` once it will not grow any more. */
  show(block: Block, isWhole: boolean): void;
  /** Does a few milliseconds of the work; true when nothing is left to do. */
  step(): boolean;
}

export interface BlockPorts extends CodeBlockPorts {
  readonly render: RenderMarkdown;
}

/** `before` are the blocks above, which may name the file that a code block belongs to. */
export function createBlockView(block: Block, before: readonly Block[], ports: BlockPorts): BlockView {
  return block.kind === 'code' ? codeView(block.info, textAbove(before), ports) : markdownView(ports);
}

function codeView(info: string, above: readonly string[], ports: BlockPorts): BlockView {
  const shown = { code: '', isWhole: false };
  const facts = { language: fenceLanguage(info), path: statedPath({ info, above, lines: [] })?.path };
  const view = createCodeBlock(facts, () => shown.code, ports);
  let isNamed = false;
  /** The code itself may name the file, in its first lines. */
  const name = (): void => {
    const lines = shown.code.split('\n', linesThatName + 1);
    isNamed = shown.isWhole || lines.length > linesThatName;
    if (isNamed) view.name(statedPath({ info, above, lines })?.path);
  };
  return {
    kind: 'code',
    element: view.element,
    show: (block, isWhole) => {
      if (block.kind !== 'code') return;
      Object.assign(shown, { code: block.code, isWhole });
      if (!isNamed) name();
    },
    step: () => view.text.advance(shown.code, shown.isWhole),
  };
}

/** A diff's header, or what has to come first in a script and the line behind it. */
const linesThatName = 4;

/** Code inside of lists and quotes has its own view within. */
function markdownView(ports: BlockPorts): BlockView {
  const element = document.createElement('div');
  element.className = 'block';
  let wanted = '';
  let shown: string | undefined;
  let inner: BlockView[] = [];
  return {
    kind: 'markdown',
    element,
    show: (block) => {
      if (block.kind === 'markdown') wanted = block.text;
    },
    step: () => {
      if (shown !== wanted) {
        shown = wanted;
        element.replaceChildren(toFragment(ports.render(wanted)));
        inner = [...element.querySelectorAll('pre')].map((pre) => replaceByView(pre, ports));
        return inner.length === 0;
      }
      inner = inner.filter((view) => !view.step());
      return inner.length === 0;
    },
  };
}

function replaceByView(pre: HTMLElement, ports: BlockPorts): BlockView {
  const info = pre.dataset['info'] ?? '';
  const view = codeView(info, (pre.dataset['above'] ?? '').split('\n'), ports);
  view.show({ kind: 'code', info, code: pre.textContent.replace(/\n$/, '') }, true);
  pre.replaceWith(view.element);
  return view;
}
