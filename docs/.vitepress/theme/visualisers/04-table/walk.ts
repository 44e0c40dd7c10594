// SCAN's cursor on its way through a table that changes meanwhile, and what it has come by.

import type { SeenTable } from './seen-table.ts';

export class Walk {
  cursor = 0;
  isOver = false;
  /** How often each key was met. */
  readonly met = new Map<string, number>();
  /** Keys that were there when it began. */
  readonly #first: ReadonlySet<string>;
  /** What the last step found. */
  last: readonly string[] = [];

  constructor(keys: Iterable<string>) {
    this.#first = new Set(keys);
  }

  step(table: SeenTable): void {
    if (this.isOver) return;
    const { next, found } = table.scan(this.cursor);
    for (const key of found) this.met.set(key, (this.met.get(key) ?? 0) + 1);
    this.last = found;
    this.cursor = next;
    this.isOver = next === 0;
  }

  /** Keys that were there from beginning to end and were not met: none, or SCAN would not keep its word. */
  missed(keys: ReadonlySet<string>): string[] {
    return [...this.#first].filter((key) => keys.has(key) && !this.met.has(key));
  }

  get twice(): number {
    return [...this.met.values()].filter((times) => times > 1).length;
  }
}

/** A number's lowest bits, the other way round: the order in which SCAN counts. */
export function bits(value: number, count: number): string {
  return value.toString(2).padStart(count, '0');
}
