import { fenceLanguage, statedPath } from '../../chat/protocol';
import { createCodeBlock, type CodeBlockPorts } from '../code/codeBlock';
import { textAbove, type Block } from './blocks';
import type { RenderMarkdown } from './render';
import { reshape, type Replacements } from './reshape';
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

interface CodeView extends BlockView {
  /** Whether what is shown can become this code. */
  fits(code: string): boolean;
}

function codeView(info: string, above: readonly string[], ports: BlockPorts): CodeView {
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
    fits: (code) => view.text.fits(code),
  };
}

/** A diff's header, or what has to come first in a script and the line behind it. */
const linesThatName = 4;

/** Code inside of lists and quotes has its own view within. */
function markdownView(ports: BlockPorts): BlockView {
  const element = document.createElement('div');
  element.className = 'block';
  const codes = new InnerCodes(ports);
  let wanted = '';
  let shown: string | undefined;
  return {
    kind: 'markdown',
    element,
    show: (block, isWhole) => {
      if (block.kind === 'markdown') wanted = block.text;
      if (isWhole) codes.end();
    },
    step: () => {
      if (shown === wanted) return codes.step();
      shown = wanted;
      reshape(element, toFragment(ports.render(wanted)), codes);
      return codes.step();
    },
  };
}

/** The code blocks inside of one block, by their elements. */
class InnerCodes implements Replacements {
  private readonly views = new Map<Node, InnerCode>();
  private unfinished = new Set<BlockView>();
  private isWhole = false;

  constructor(private readonly ports: BlockPorts) {}

  end(): void {
    if (this.isWhole) return;
    this.isWhole = true;
    for (const { view, block } of this.views.values()) this.show(view, block);
  }

  /** False when there is more to do. */
  step(): boolean {
    for (const view of this.unfinished) if (view.step()) this.unfinished.delete(view);
    return this.unfinished.size === 0;
  }

  instead(node: Node, shown?: Node): Node | undefined {
    const block = codeIn(node);
    if (block === undefined) return undefined;
    const inner = shown && this.views.get(shown);
    if (shown !== undefined && inner !== undefined && goesOn(inner, block)) {
      inner.block = block;
      this.show(inner.view, block);
      return shown;
    }
    const view = codeView(block.info, block.above.split('\n'), this.ports);
    this.views.set(view.element, { view, block });
    this.show(view, block);
    return view.element;
  }

  gone(node: Node): void {
    for (const [element, { view }] of this.views) {
      if (!node.contains(element)) continue;
      this.views.delete(element);
      this.unfinished.delete(view);
    }
  }

  private show(view: BlockView, { info, code }: InnerBlock): void {
    view.show({ kind: 'code', info, code }, this.isWhole);
    this.unfinished.add(view);
  }
}

interface InnerCode {
  readonly view: CodeView;
  block: InnerBlock;
}

interface InnerBlock {
  readonly info: string;
  /** The lines above it that may name its file. */
  readonly above: string;
  readonly code: string;
}

function goesOn({ view, block }: InnerCode, { info, above, code }: InnerBlock): boolean {
  return info === block.info && above === block.above && view.fits(code);
}

function codeIn(node: Node): InnerBlock | undefined {
  if (!(node instanceof HTMLPreElement)) return undefined;
  const { info = '', above = '' } = node.dataset;
  return { info, above, code: node.textContent.replace(/\n$/, '') };
}
