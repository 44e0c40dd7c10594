// The words of random commands: few keys, so that commands meet; numbers and borders where bugs live.

import { INTEGERS, KEYS, NOT_INTEGERS } from '@byor/spec/differential';
import type { Dice } from './dice.ts';

const SCORES = ['0', '1', '2', '-1', '1.5', 'inf', '-inf', '-0', '1e17', '5e-324', 'nan', '0x1p3'];
const BORDERS = ['-', '+', '(1', '[a', '(b', '[', '(', '-inf', '+inf', '0', '(-inf', '1', '((1'];
const PATTERNS = ['*', '?', 'key:*', '[a-c]', '[^a]', '\\*', '*\xff*', '[', '[a', '\\', '', '**?*'];
const MEMBERS = ['a', 'b', 'c', 'd', 'e', '', '\xff\0', 'm'.repeat(65)];
const VALUES = ['v', 'w', 'hello world', '', 'v'.repeat(44), 'v'.repeat(45), 'long '.repeat(60)];
/** Deadlines: of the past, near, far, and none. */
const MOMENTS = ['1', '1700000000', '1700000001', '1700000000500', '4102444800', '4102444800000'];

export const key = (dice: Dice): string => dice.pick(KEYS);
export const score = (dice: Dice): string => dice.pick(SCORES);
export const border = (dice: Dice): string => dice.pick(BORDERS);
export const pattern = (dice: Dice): string => dice.pick(PATTERNS);
export const moment = (dice: Dice): string =>
  dice.oneIn(6) ? anyInteger(dice) : dice.pick(MOMENTS);

export const small = (dice: Dice): string => String(dice.below(41) - 20);

export function anyInteger(dice: Dice): string {
  const kind = dice.below(8);
  if (kind < 4) return small(dice);
  return dice.pick(kind < 7 ? INTEGERS : NOT_INTEGERS);
}

export function anyValue(dice: Dice): string {
  switch (dice.below(6)) {
    case 0:
      return anyInteger(dice);
    case 1:
      return score(dice);
    case 2:
      return dice.bytes(12);
    case 3:
      return dice.pick(MEMBERS);
    case 4:
      return border(dice);
    default:
      return dice.pick(VALUES);
  }
}
