import { NumberLists } from './numberLists';

/** For each number of one kind (a name) the numbers of another (files), packed for many names with few files each. */
export interface Postings {
  add(key: number, value: number): void;
  remove(key: number, value: number): void;
  /** In the order of adding; at most so many. */
  get(key: number, most?: number): readonly number[];
  countOf(key: number): number;
}

const NONE: readonly number[] = [];
const LEAST_KEYS = 1_024;
const GROWTH = 1.5;

/** Keys are expected to be dense: the numbers of a name table. Values are 0 or more. */
export function createPostings(): Postings {
  // 0 for none; most names occur in one file only, which stands there as file + 1; else -1 - address of a list.
  let heads = new Int32Array(LEAST_KEYS);
  const lists = new NumberLists();

  const makeRoom = (key: number): void => {
    if (key < heads.length) return;
    const larger = new Int32Array(Math.ceil((key + 1) * GROWTH));
    larger.set(heads);
    heads = larger;
  };

  return {
    add: (key, value) => {
      makeRoom(key);
      const head = heads[key] ?? 0;
      if (head === 0) heads[key] = value + 1;
      else if (head > 0 && head !== value + 1) heads[key] = -1 - lists.start(head - 1, value);
      else if (head < 0 && lists.last(-1 - head) !== value) heads[key] = -1 - lists.append(-1 - head, value);
    },
    remove: (key, value) => {
      const head = heads[key] ?? 0;
      if (head === value + 1) heads[key] = 0;
      if (head >= 0) return;
      const left = lists.without(-1 - head, value);
      heads[key] = left === undefined ? 0 : -1 - left;
    },
    get: (key, most = Infinity) => {
      const head = heads[key] ?? 0;
      if (head === 0) return NONE;
      return head > 0 ? [head - 1] : lists.values(-1 - head, most);
    },
    countOf: (key) => {
      const head = heads[key] ?? 0;
      return head < 0 ? lists.countOf(-1 - head) : Math.min(head, 1);
    },
  };
}
