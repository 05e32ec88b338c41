// 64 KB a page: little for a small workspace, and few pages for a large one.
const PAGE_BITS = 14;
const PAGE_CELLS = 2 ** PAGE_BITS;
const LARGEST_SIZE = 32;

/** Where a block stands: its page in the upper bits, its place in the page in the lower ones. */
export type BlockAddress = number;

/** Blocks of 2^size cells each, in typed arrays: a list of numbers of its own would take 100 bytes before its first one. */
export class NumberBlocks {
  private readonly pages: Int32Array[] = [];
  private readonly free: BlockAddress[][] = Array.from({ length: LARGEST_SIZE }, () => []);
  private currentPage = -1;
  private usedCells = PAGE_CELLS;

  /** A block of 2^size cells, which hold what was there before. */
  allocate(size: number): BlockAddress {
    const reused = this.free[size]?.pop();
    if (reused !== undefined) return reused;
    const cells = 2 ** size;
    // What is larger than a page is a page of its own.
    if (cells > PAGE_CELLS) return this.addPage(cells) << PAGE_BITS;
    if (this.usedCells + cells > PAGE_CELLS) {
      this.currentPage = this.addPage(PAGE_CELLS);
      this.usedCells = 0;
    }
    const address = (this.currentPage << PAGE_BITS) | this.usedCells;
    this.usedCells += cells;
    return address;
  }

  release(address: BlockAddress, size: number): void {
    this.free[size]?.push(address);
  }

  /** The cells of a block, to be read and written in place. */
  cells(address: BlockAddress, count: number): Int32Array {
    const start = address & (PAGE_CELLS - 1);
    return (this.pages[address >>> PAGE_BITS] ?? NO_CELLS).subarray(start, start + count);
  }

  get(address: BlockAddress, at: number): number {
    return this.pages[address >>> PAGE_BITS]?.[(address & (PAGE_CELLS - 1)) + at] ?? 0;
  }

  set(address: BlockAddress, at: number, value: number): void {
    const page = this.pages[address >>> PAGE_BITS];
    if (page) page[(address & (PAGE_CELLS - 1)) + at] = value;
  }

  private addPage(cells: number): number {
    return this.pages.push(new Int32Array(cells)) - 1;
  }
}

const NO_CELLS = new Int32Array(0);
