import { disposable, type Disposable } from './disposable';

/** Subscribes until the returned disposable is disposed. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

export class Emitter<T> {
  private readonly listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = (listener) => {
    // A wrapper per subscription, so that one function may subscribe twice.
    const subscription = (value: T): void => listener(value);
    this.listeners.add(subscription);
    return disposable(() => this.listeners.delete(subscription));
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) listener(value);
  }
}
