// The request parser: however the bytes are cut it finds the same requests and the same error, it gives valid requests
// back word for word, and it holds no more than came.

import { dropRuns } from '@byor/spec/differential';
import { clip, escapeBytes } from '@byor/spec/harness';
import { damaged, inPieces, tellingBytes } from '../bytes.ts';
import type { Course } from '../course.ts';
import { Dice } from '../dice.ts';
import { encode } from '../machine.ts';
import type { Target } from '../target.ts';
import { anyValue } from '../words.ts';

interface Case {
  readonly text: string;
  /** The requests that `text` is made of; undefined when it is damaged. */
  readonly requests?: readonly (readonly string[])[];
  /** Makes the cuts. */
  readonly seed: number;
}

interface Reading {
  readonly requests: readonly string[][];
  readonly error: string | undefined;
}

/** Behind this line by line cutting costs more than it finds. */
const LONGEST_BYTEWISE = 8192;
const BUSY_BYTES = 64 * 1024;

export class Requests implements Target<Case> {
  readonly name = 'requests';
  readonly #course: Course;

  constructor(course: Course) {
    this.#course = course;
  }

  make(dice: Dice): Case {
    const seed = dice.below(2 ** 31);
    if (dice.oneIn(5)) return { text: tellingBytes(dice, 60), seed };
    const long = dice.oneIn(50) ? 'long'.repeat(dice.below(40_000)) : '';
    const requests = dice.list(1, 4, () => [
      anyValue(dice) + long,
      ...dice.list(0, 4, () => anyValue(dice)),
    ]);
    const text = requests.map((words) => encode(words).toString('latin1')).join('');
    if (dice.oneIn(3)) return { text, requests, seed };
    const spoilt = dice.list(1, 3, () => 0).reduce((worse) => damaged(worse, dice), text);
    return { text: spoilt, seed };
  }

  async judge({ text, requests, seed }: Case): Promise<string | undefined> {
    const whole = this.#read([text]);
    if (requests && JSON.stringify(whole.requests) !== JSON.stringify(requests))
      return `valid requests were read as ${JSON.stringify(whole)}`;
    const cuts = [inPieces(text, new Dice(seed))];
    if (text.length <= LONGEST_BYTEWISE) cuts.push([...text]);
    for (const pieces of cuts) {
      const other = this.#read(pieces);
      if (JSON.stringify(other) !== JSON.stringify(whole))
        return `read whole: ${JSON.stringify(whole)}\nin ${pieces.length} pieces: ${JSON.stringify(other)}`;
    }
    return undefined;
  }

  #read(pieces: readonly string[]): Reading {
    const parser = new this.#course.RequestParser();
    const requests: string[][] = [];
    let came = 0;
    try {
      for (const piece of pieces) {
        came += piece.length;
        parser.feed(Buffer.from(piece, 'latin1'));
        if (parser.buffer.length > Math.max(BUSY_BYTES, 2 * came))
          throw new Error(`${came} bytes took ${parser.buffer.length}`);
        while (parser.next()) requests.push(parser.args.strings());
      }
      return { requests, error: undefined };
    } catch (error) {
      if (!(error instanceof this.#course.ProtocolError)) throw error;
      return { requests, error: error.message };
    }
  }

  *smaller({ text, seed }: Case): Iterable<Case> {
    for (const rest of dropRuns([...text])) yield { text: rest.join(''), seed };
  }

  count(): number {
    return 0;
  }

  show({ text }: Case): string {
    return clip(escapeBytes(Buffer.from(text, 'latin1')), 2000);
  }
}
