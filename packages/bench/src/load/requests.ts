// Commands as bytes on the wire. `__rand_int__` becomes twelve digits, so every command of a kind is as long as the next.

import { RANDOM } from '../workloads.ts';

const DIGITS = RANDOM.length;

/** One command as latin1 text, with `number` for each `__rand_int__`. */
export function encode(words: readonly string[], number: number): string {
  const digits = String(number).padStart(DIGITS, '0');
  const parts = words.map((word) => {
    const filled = word.replaceAll(RANDOM, digits);
    return `$${filled.length}\r\n${filled}\r\n`;
  });
  return `*${words.length}\r\n${parts.join('')}`;
}
