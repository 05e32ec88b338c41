/** A binary heap: `pop` gives the entry with the highest priority, the earliest pushed of equal ones. */
export interface PriorityQueue<T> {
  readonly size: number;
  push(entry: T, priority: number): void;
  /** Undefined when empty. */
  topPriority(): number | undefined;
  pop(): T | undefined;
}

interface Node<T> {
  readonly entry: T;
  readonly priority: number;
  readonly order: number;
}

export function createPriorityQueue<T>(): PriorityQueue<T> {
  const heap: Node<T>[] = [];
  let pushed = 0;

  function swap(a: number, b: number): void {
    const kept = heap[a];
    const other = heap[b];
    if (kept === undefined || other === undefined) return;
    heap[a] = other;
    heap[b] = kept;
  }

  function comesFirst(a: number, b: number): boolean {
    const left = heap[a];
    const right = heap[b];
    if (left === undefined || right === undefined) return left !== undefined;
    return left.priority > right.priority || (left.priority === right.priority && left.order < right.order);
  }

  function sink(): void {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const child = comesFirst(left + 1, left) ? left + 1 : left;
      if (!comesFirst(child, at)) return;
      swap(at, child);
      at = child;
    }
  }

  return {
    get size() {
      return heap.length;
    },
    push: (entry, priority) => {
      heap.push({ entry, priority, order: pushed });
      pushed += 1;
      let at = heap.length - 1;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (!comesFirst(at, parent)) break;
        swap(at, parent);
        at = parent;
      }
    },
    topPriority: () => heap[0]?.priority,
    pop: () => {
      const top = heap[0];
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) {
        heap[0] = last;
        sink();
      }
      return top?.entry;
    },
  };
}
