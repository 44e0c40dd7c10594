// The terminal client's line parser: what was quoted comes back, nothing throws, and the server reads an inline command in the
// same way, since Redis has one splitter for both.

import { dropRuns } from '@byor/spec/differential';
import { clip, escapeBytes } from '@byor/spec/harness';
import { tellingBytes } from '../bytes.ts';
import type { Course } from '../course.ts';
import type { Dice } from '../dice.ts';
import type { Target } from '../target.ts';
import { anyValue } from '../words.ts';

interface Case {
  readonly line: string;
  /** What was quoted in it; undefined for any line. */
  readonly words?: readonly string[];
}

const SCRAPS = [
  '"',
  "'",
  '\\',
  '\\x',
  '\\x41',
  '\\"',
  "\\'",
  ' ',
  '\t',
  'a',
  '*',
  '3',
  '-1',
  'PING',
  '\r',
];

export class Lines implements Target<Case> {
  readonly name = 'lines';
  readonly #course: Course;

  constructor(course: Course) {
    this.#course = course;
  }

  make(dice: Dice): Case {
    switch (dice.below(3)) {
      case 0:
        return { line: tellingBytes(dice, 40) };
      case 1:
        return { line: dice.list(0, 12, () => dice.pick(SCRAPS)).join('') };
      default: {
        const words = dice.list(0, 5, () => anyValue(dice));
        return { line: words.map((word) => this.#quoted(word, dice)).join(' '), words };
      }
    }
  }

  #quoted(word: string, dice: Dice): string {
    if (/^[\w:.+*[\](){}-]+$/.test(word) && dice.oneIn(2)) return word;
    if (!word.includes('\\') && dice.oneIn(2)) return `'${word.replaceAll("'", "\\'")}'`;
    return this.#course.quote(word);
  }

  async judge({ line, words }: Case): Promise<string | undefined> {
    const { splitLine, parseRepeat, quote } = this.#course;
    const found = splitLine(line);
    const shown = JSON.stringify(found);
    if (words && shown !== JSON.stringify(words)) return `quoted words were read as ${shown}`;
    const again = found && JSON.stringify(splitLine(found.map(quote).join(' ')));
    if (found && again !== shown) return `read as ${shown}, quoted again as ${again}`;
    const repeated = found && parseRepeat(found);
    if (repeated && !(repeated.times > 0)) return `to be repeated ${repeated.times} times`;
    const inline = this.#inline(line);
    if (inline === undefined || inline === (shown ?? 'unbalanced')) return undefined;
    return `the client reads ${shown}, the server ${inline}`;
  }

  /** How the server reads it; undefined when it is no inline command of one line. */
  #inline(line: string): string | undefined {
    if (line.startsWith('*') || line.includes('\n')) return undefined;
    const parser = new this.#course.RequestParser();
    parser.feed(Buffer.from(`${line}\r\n`, 'latin1'));
    try {
      return JSON.stringify(parser.next() ? parser.args.strings() : []);
    } catch (error) {
      if (!(error instanceof this.#course.ProtocolError)) throw error;
      return error.message.endsWith('unbalanced quotes in request') ? 'unbalanced' : error.message;
    }
  }

  *smaller({ line }: Case): Iterable<Case> {
    for (const rest of dropRuns([...line])) yield { line: rest.join('') };
  }

  count(): number {
    return 0;
  }

  show({ line }: Case): string {
    return clip(escapeBytes(Buffer.from(line, 'latin1')), 2000);
  }
}
