// Bytes that no client should send: random ones, and valid ones that were damaged.

import type { Dice } from './dice.ts';

/** Bytes that mean something to a parser are drawn more often than others. */
const TELLING = '*$+-:%~>|=!#_,(\r\n\0"\'\\ x0123456789';

const LENGTHS = ['-1', '0', '00', '01', '2147483647', '2147483648', '9223372036854775808', '1e3'];

export const tellingByte = (dice: Dice): string =>
  dice.oneIn(3) ? String.fromCharCode(dice.below(256)) : dice.pick([...TELLING]);

export const tellingBytes = (dice: Dice, most: number): string =>
  dice.list(0, most, () => tellingByte(dice)).join('');

/** One place of `text` is changed: cut off, dropped, doubled, filled, or a length that is wrong. */
export function damaged(text: string, dice: Dice): string {
  const at = dice.below(text.length + 1);
  const end = Math.min(text.length, at + dice.below(dice.oneIn(3) ? text.length + 1 : 4));
  const [before, middle, after] = [text.slice(0, at), text.slice(at, end), text.slice(end)];
  switch (dice.below(6)) {
    case 0:
      return before;
    case 1:
      return before + after;
    case 2:
      return before + middle + middle + after;
    case 3:
      return before + tellingBytes(dice, 4) + after;
    case 4:
      return before + tellingByte(dice) + text.slice(at + 1);
    default:
      return text.replace(/(?<=[*$])\d+/g, (length) =>
        dice.oneIn(4) ? dice.pick(LENGTHS) : length,
      );
  }
}

/** `text` in pieces of a few bytes up to a packet, whatever they cut through. */
export function inPieces(text: string, dice: Dice): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const length = 1 + dice.below(dice.oneIn(2) ? 3 : 1500);
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return pieces;
}
