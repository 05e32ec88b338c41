/** Code with the cursor at `‸`, where the demo model is sure to have something to say. */
export const queueClass = `export class Queue<T> {
  private readonly items: T[] = [];

  enqueue(item: T): void {
    this.items.push(item);
  }

  get isEmpty(): boolean {
    ‸
  }
}
`;
