import { createBlockView, type BlockPorts, type BlockView } from './blockView';
import { BlockSplitter, type Block } from './blocks';
import { frameBudgetMs, type FrameQueue } from './frameQueue';

/** What grows is shown anew after so many times what its last frame took, all in all: a busy machine gets time. */
const restFactor = 2;
/** So many blocks share a box, which the browser passes over as a whole while it is out of sight. */
const blocksInBox = 32;
/** So many of the last boxes are laid out wherever they are. */
const lastBoxes = 2;

/** A code block's file may be named above it, so many blocks at most. */
const mostBlocksAbove = 40;

interface Wanted {
  readonly text: string;
  /** It will not grow any more. */
  readonly isWhole: boolean;
}

/** Runs once the frame that is being made is painted. */
function afterFrame(run: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    run();
  };
  port2.postMessage(undefined);
}

/**
 * An answer's Markdown on the page, which grows at its end. At most one change of the page per frame: finished blocks
 * stay as they are, the open one is shown anew, and what is much is shown over several frames.
 */
export class AnswerText {
  private wanted: Wanted = { text: '', isWhole: false };
  private splitter = new BlockSplitter();
  private text = '';
  private isWhole = false;
  /** The block that `view` shows, or that is shown next. */
  private at = 0;
  private view: BlockView | undefined;
  private restUntil = 0;
  private boxes: HTMLElement[] = [];

  constructor(
    private readonly root: HTMLElement,
    private readonly ports: BlockPorts,
    private readonly frames: FrameQueue,
  ) {}

  update(text: string, isWhole: boolean): void {
    this.wanted = { text, isWhole };
    this.frames.request(this.work);
  }

  dispose(): void {
    this.frames.drop(this.work);
  }

  /** Parts what has come since into blocks. */
  private read({ text, isWhole }: Wanted): void {
    if (text === this.text && isWhole === this.isWhole) return;
    if (this.isWhole || !text.startsWith(this.text)) this.restart();
    this.splitter.push(text.slice(this.text.length));
    if (isWhole) this.splitter.end();
    this.text = text;
    this.isWhole = isWhole;
  }

  private restart(): void {
    this.splitter = new BlockSplitter();
    this.text = '';
    this.at = 0;
    this.view = undefined;
    this.boxes = [];
    this.root.replaceChildren();
  }

  private readonly work = (deadline: number): boolean => {
    const startedAt = performance.now();
    if (startedAt < this.restUntil) return false;
    this.settle();
    this.read(this.wanted);
    if (!this.showUntil(deadline)) return false;
    afterFrame(() => {
      const tookMs = performance.now() - startedAt;
      if (tookMs > frameBudgetMs) this.restUntil = performance.now() + restFactor * tookMs;
    });
    return true;
  };

  /** What was finished in earlier frames has been laid out: from now on it need not be while it is out of sight. */
  private settle(): void {
    const settled = this.boxes.splice(0, this.boxes.length - lastBoxes);
    for (const box of settled) box.classList.add('settled');
  }

  private append(element: HTMLElement): void {
    let box = this.boxes.at(-1);
    if (box === undefined || box.childElementCount >= blocksInBox) {
      box = document.createElement('div');
      box.className = 'blocks';
      this.root.append(box);
      this.boxes.push(box);
    }
    box.append(element);
  }

  /** False when the time is over before all is shown. */
  private showUntil(deadline: number): boolean {
    const { finished } = this.splitter;
    for (;;) {
      const isFinished = this.at < finished.length;
      const block = isFinished ? finished[this.at] : this.splitter.open();
      if (block === undefined) {
        this.view?.element.remove();
        this.view = undefined;
        return true;
      }
      const view = this.viewOf(block);
      view.show(block, isFinished);
      while (!view.step()) if (performance.now() > deadline) return false;
      if (!isFinished) return true;
      this.at += 1;
      this.view = undefined;
      if (performance.now() > deadline) return false;
    }
  }

  /** The view that shows the block already where it has only grown, so that nothing flickers. */
  private viewOf(block: Block): BlockView {
    if (this.view?.kind === block.kind) return this.view;
    const before = this.splitter.finished.slice(Math.max(0, this.at - mostBlocksAbove), this.at);
    const fresh = createBlockView(block, before, this.ports);
    if (this.view === undefined) this.append(fresh.element);
    else this.view.element.replaceWith(fresh.element);
    this.view = fresh;
    return fresh;
  }
}
