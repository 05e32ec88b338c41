import { createCodeBlock, type CodeBlockPorts } from '../code/codeBlock';
import type { Block } from './blocks';
import { fenceLanguage, fencePath, pathAbove } from './references';
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

/** `before` is the block above, which may name the file that a code block belongs to. */
export function createBlockView(block: Block, before: Block | undefined, ports: BlockPorts): BlockView {
  return block.kind === 'code' ? codeView(block.info, before, ports) : markdownView(ports);
}

function codeView(info: string, before: Block | undefined, ports: BlockPorts): BlockView {
  const above = before?.kind === 'markdown' ? pathAbove(before.text) : undefined;
  const facts = { language: fenceLanguage(info), path: fencePath(info) ?? above };
  const shown = { code: '', isWhole: false };
  const view = createCodeBlock(facts, () => shown.code, ports);
  return {
    kind: 'code',
    element: view.element,
    show: (block, isWhole) => {
      if (block.kind === 'code') Object.assign(shown, { code: block.code, isWhole });
    },
    step: () => view.text.advance(shown.code, shown.isWhole),
  };
}

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
  const view = codeView(info, undefined, ports);
  view.show({ kind: 'code', info, code: pre.textContent.replace(/\n$/, '') }, true);
  pre.replaceWith(view.element);
  return view;
}
