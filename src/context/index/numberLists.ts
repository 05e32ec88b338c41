import { NumberBlocks, type BlockAddress } from './numberBlocks';

/** The first block of a list: its head and three values. */
const LEAST_SIZE = 2;
/** A block begins with how many values it holds and its size, in one number. */
const SIZE_BITS = 5;
const SIZE_MASK = 2 ** SIZE_BITS - 1;

/** Many short lists of numbers. A list that has become too long for its block stands at another address. */
export class NumberLists {
  private readonly blocks = new NumberBlocks();

  start(first: number, second: number): BlockAddress {
    const list = this.blocks.allocate(LEAST_SIZE);
    this.blocks.cells(list, 3).set([(2 << SIZE_BITS) | LEAST_SIZE, first, second]);
    return list;
  }

  countOf(list: BlockAddress): number {
    return this.blocks.get(list, 0) >>> SIZE_BITS;
  }

  last(list: BlockAddress): number {
    return this.blocks.get(list, this.countOf(list));
  }

  values(list: BlockAddress, most: number): number[] {
    return Array.from(this.blocks.cells(list, 1 + Math.min(this.countOf(list), most)).subarray(1));
  }

  /** Returns where the list stands then. */
  append(list: BlockAddress, value: number): BlockAddress {
    const { blocks } = this;
    const count = this.countOf(list);
    const size = this.sizeOf(list);
    const isFull = count + 1 === 2 ** size;
    const kept = isFull ? this.moved(list, size) : list;
    blocks.set(kept, count + 1, value);
    blocks.set(kept, 0, ((count + 1) << SIZE_BITS) | (isFull ? size + 1 : size));
    return kept;
  }

  /** Undefined when nothing is left: the list is no more then. */
  without(list: BlockAddress, value: number): BlockAddress | undefined {
    const count = this.countOf(list);
    const values = this.blocks.cells(list, count + 1).subarray(1);
    const at = values.indexOf(value);
    if (at === -1) return list;
    values.copyWithin(at, at + 1);
    const size = this.sizeOf(list);
    this.blocks.set(list, 0, ((count - 1) << SIZE_BITS) | size);
    if (count > 1) return list;
    this.blocks.release(list, size);
    return undefined;
  }

  private sizeOf(list: BlockAddress): number {
    return this.blocks.get(list, 0) & SIZE_MASK;
  }

  private moved(list: BlockAddress, size: number): BlockAddress {
    const larger = this.blocks.allocate(size + 1);
    this.blocks.cells(larger, 2 ** size).set(this.blocks.cells(list, 2 ** size));
    this.blocks.release(list, size);
    return larger;
  }
}
