// Random choices that a seed repeats: every case of a run is made from the run's seed and the case's number alone.

import { randomFrom } from '@byor/spec/harness';

export class Dice {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  /** In [0, 1). */
  fraction(): number {
    return this.#random();
  }

  /** An integer in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.#random() * bound);
  }

  /** True once in `times`. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** Between `least` and `most` things. */
  list<T>(least: number, most: number, make: () => T): T[] {
    return Array.from({ length: least + this.below(most - least + 1) }, make);
  }

  /** Any bytes, as latin1. */
  bytes(most: number): string {
    return String.fromCharCode(...this.list(0, most, () => this.below(256)));
  }
}

/** The seed of case `number` in the run of `seed`: neighbours have nothing in common. */
export function caseSeed(seed: number, number: number): number {
  let mixed = Math.imul(seed ^ Math.imul(number, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
