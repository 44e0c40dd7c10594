// Commands as bytes on the wire. `__rand_int__` becomes twelve digits, so every command of a kind is as long as the next:
// a batch is templates copied one behind the other, and digits written over them. Nothing is allocated for it.

import { RANDOM } from '../../workloads.ts';

const DIGITS = RANDOM.length;
const ZERO = 0x30;

/** A kind of command and how much of the load it is. */
export interface Kind {
  readonly share: number;
  readonly words: readonly string[];
}

/** One command as latin1 text, with `number` for each `__rand_int__`. */
export function encode(words: readonly string[], number: number): string {
  const digits = String(number).padStart(DIGITS, '0');
  const parts = words.map((word) => {
    const filled = word.replaceAll(RANDOM, digits);
    return `$${filled.length}\r\n${filled}\r\n`;
  });
  return `*${words.length}\r\n${parts.join('')}`;
}

interface Template {
  readonly bytes: Uint8Array;
  /** Where the digits of each `__rand_int__` begin. */
  readonly holes: readonly number[];
  /** Drawn below this and not below the one before. */
  readonly below: number;
}

/** `next` gives the number for each `__rand_int__`, `chance` a number in 0..1 for each command. */
export class Requests {
  readonly #templates: readonly Template[];
  readonly #next: () => number;
  readonly #chance: () => number;
  /** The bytes that the longest command takes. */
  readonly longest: number;

  constructor(kinds: readonly Kind[], next: () => number, chance: () => number) {
    let below = 0;
    this.#templates = kinds.map(({ share, words }) => {
      below += share;
      return { ...templateOf(words), below };
    });
    this.#next = next;
    this.#chance = chance;
    this.longest = Math.max(...this.#templates.map(({ bytes }) => bytes.length));
  }

  /** Writes one command at `at`. Returns where it ends. */
  write(target: Uint8Array, at: number): number {
    const { bytes, holes } = this.#draw();
    target.set(bytes, at);
    for (const hole of holes) writeDigits(target, at + hole, this.#next());
    return at + bytes.length;
  }

  #draw(): Template {
    const [first, ...others] = this.#templates;
    if (first === undefined) throw new Error('there is no command to send');
    if (others.length === 0) return first;
    const drawn = this.#chance();
    return this.#templates.find(({ below }) => drawn < below) ?? first;
  }
}

function templateOf(words: readonly string[]): Pick<Template, 'bytes' | 'holes'> {
  const marked = words.map((word) => `$${word.length}\r\n${word}\r\n`).join('');
  const text = `*${words.length}\r\n${marked}`;
  const holes = [...text.matchAll(new RegExp(RANDOM, 'g'))].map(({ index }) => index);
  return { bytes: Buffer.from(text, 'latin1'), holes };
}

function writeDigits(target: Uint8Array, at: number, number: number): void {
  let rest = number;
  for (let digit = at + DIGITS - 1; digit >= at; digit--) {
    target[digit] = ZERO + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}
