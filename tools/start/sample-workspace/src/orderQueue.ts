/** Orders wait here until somebody packs them, the oldest first. */
export class OrderQueue<T> {
  private readonly items: T[] = [];

  get size(): number {
    return this.items.length;
  }

  enqueue(item: T): void {
    this.items.push(item);
  }

  get isEmpty(): boolean {

  }

  dequeue(): T | undefined {
    return this.items.shift();
  }
}
