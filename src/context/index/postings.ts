/** For each number of one kind (a name) the numbers of another (files), packed for many names with few files each. */
export interface Postings {
  add(key: number, value: number): void;
  remove(key: number, value: number): void;
  get(key: number): readonly number[];
  countOf(key: number): number;
}

const NONE: readonly number[] = [];

/** Keys are expected to be dense: the numbers of a name table. */
export function createPostings(): Postings {
  // Most names occur in one file only, so a lone value stands there without a list around it.
  const lists: (number | number[] | undefined)[] = [];
  return {
    add: (key, value) => {
      // Holes would turn the array into a slow dictionary.
      while (lists.length <= key) lists.push(undefined);
      const list = lists[key];
      if (list === undefined) lists[key] = value;
      else if (typeof list === 'number') {
        if (list !== value) lists[key] = [list, value];
      } else if (list[list.length - 1] !== value) list.push(value);
    },
    remove: (key, value) => {
      const list = lists[key];
      if (list === value) lists[key] = undefined;
      if (typeof list !== 'object') return;
      const kept = list.filter((one) => one !== value);
      lists[key] = kept.length === 0 ? undefined : kept;
    },
    get: (key) => {
      const list = lists[key];
      return list === undefined ? NONE : typeof list === 'number' ? [list] : list;
    },
    countOf: (key) => {
      const list = lists[key];
      return list === undefined ? 0 : typeof list === 'number' ? 1 : list.length;
    },
  };
}
