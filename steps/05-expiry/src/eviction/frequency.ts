// How often a key is used, in one byte: a counter that rises the more seldom the higher it is (Morris, "Counting large
// numbers of events in small registers", 1978), and falls by one for each `decayMinutes` in which nobody asked.
// An access word: the minute of the last fall, 16 bits; the counter, 8 bits. After Redis's LFU.

/** A new key's, so that it is not the next victim before it could be asked for. */
const INITIAL = 5;
const MAX = 255;
const MINUTE_MS = 60_000;
const MINUTE_MASK = 0xffff;

export interface FrequencyOptions {
  /** Unix time in milliseconds. */
  now(): number;
  /** A fair random integer in [0, below). */
  random(below: number): number;
}

export class Frequency {
  /** Do entries' access words hold this? Else they hold the second of the last access. */
  tracked = false;
  /** The higher, the more uses are told apart: 10 takes a million of them to the top. */
  logFactor = 10;
  /** 0: it never falls. */
  decayMinutes = 1;
  readonly #options: FrequencyOptions;

  constructor(options: FrequencyOptions) {
    this.#options = options;
  }

  /** The access word of a new key. */
  initial(): number {
    return this.#word(INITIAL);
  }

  /** The counter, 0 to 255, as far as it has fallen by now. */
  of(word: number): number {
    if (this.decayMinutes === 0) return word & MAX;
    const minutes = (this.#minute() - (word >>> 8)) & MINUTE_MASK;
    return Math.max(0, (word & MAX) - Math.floor(minutes / this.decayMinutes));
  }

  /** The access word of a key that is used once more. */
  next(word: number): number {
    const count = this.of(word);
    const rarity = Math.max(0, count - INITIAL) * this.logFactor + 1;
    const rises = count < MAX && this.#options.random(rarity) === 0;
    return this.#word(rises ? count + 1 : count);
  }

  #word(count: number): number {
    return (this.#minute() << 8) | count;
  }

  #minute(): number {
    return Math.floor(this.#options.now() / MINUTE_MS) & MINUTE_MASK;
  }
}
