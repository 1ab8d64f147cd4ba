import { ItemWriter } from "./easy-codec";
import { callHost } from "./host";
import { toText } from "./text";

/**
 * Emits an event. ChainMaker refuses an empty topic, no data, more than 16 data, and texts with a single quote or backslash
 * that would end an SQL string. Spec: ledger.md §6.3.
 */
export function emitEvent(topic: string, data: string[]): void {
  const items = new ItemWriter();
  items.text("topic", topic);
  for (let i = 0; i < data.length; i++) items.text("data" + (i + 1).toString(), data[i]);
  callHost("EmitEvent", items);
}

// Typed events: topic, then a name for each data item. The builder reads the declarations into the ABI.

export class Event1<A> {
  constructor(public topic: string, first: string) {}

  emit(first: A): void {
    emitEvent(this.topic, [toText<A>(first)]);
  }
}

export class Event2<A, B> {
  constructor(public topic: string, first: string, second: string) {}

  emit(first: A, second: B): void {
    emitEvent(this.topic, [toText<A>(first), toText<B>(second)]);
  }
}

export class Event3<A, B, C> {
  constructor(public topic: string, first: string, second: string, third: string) {}

  emit(first: A, second: B, third: C): void {
    emitEvent(this.topic, [toText<A>(first), toText<B>(second), toText<C>(third)]);
  }
}

export class Event4<A, B, C, D> {
  constructor(public topic: string, first: string, second: string, third: string, fourth: string) {}

  emit(first: A, second: B, third: C, fourth: D): void {
    emitEvent(this.topic, [toText<A>(first), toText<B>(second), toText<C>(third), toText<D>(fourth)]);
  }
}

export class Event5<A, B, C, D, E> {
  constructor(public topic: string, first: string, second: string, third: string, fourth: string, fifth: string) {}

  emit(first: A, second: B, third: C, fourth: D, fifth: E): void {
    emitEvent(this.topic, [
      toText<A>(first),
      toText<B>(second),
      toText<C>(third),
      toText<D>(fourth),
      toText<E>(fifth),
    ]);
  }
}

export class Event6<A, B, C, D, E, F> {
  constructor(
    public topic: string,
    first: string,
    second: string,
    third: string,
    fourth: string,
    fifth: string,
    sixth: string,
  ) {}

  emit(first: A, second: B, third: C, fourth: D, fifth: E, sixth: F): void {
    emitEvent(this.topic, [
      toText<A>(first),
      toText<B>(second),
      toText<C>(third),
      toText<D>(fourth),
      toText<E>(fifth),
      toText<F>(sixth),
    ]);
  }
}
