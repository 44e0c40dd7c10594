// Raw and damaged bytes to the newest stage and to redis-server: the same replies, protocol errors included, to the last byte
// before the connection ends.

import { dropRuns } from '@byor/spec/differential';
import { clip, escapeBytes } from '@byor/spec/harness';
import { damaged, tellingBytes } from '../bytes.ts';
import type { Course } from '../course.ts';
import type { Dice } from '../dice.ts';
import { encode, Machine } from '../machine.ts';
import type { Oracle } from '../oracle.ts';
import type { Target } from '../target.ts';

interface Case {
  readonly text: string;
}

/** Commands that leave nothing behind: what is damaged may run. */
const REQUESTS = [
  ['PING'],
  ['ECHO', ''],
  ['ECHO', 'good day\r\n$3'],
  ['GET', 'nobody'],
  ['EXISTS', 'a', 'b', 'c'],
  ['TYPE', 'x'.repeat(70)],
].map((words) => encode(words).toString('latin1'));
const LINES = [
  'PING\r\n',
  'ECHO "a \\x41 \\"b\\""\r\n',
  "ECHO 'it\\'s'\n",
  '*0\r\n',
  '*-1\r\n\r\n',
];

export class Wire implements Target<Case> {
  readonly name = 'wire';
  readonly #course: Course;
  readonly #oracle: Oracle;

  constructor(course: Course, oracle: Oracle) {
    this.#course = course;
    this.#oracle = oracle;
  }

  make(dice: Dice): Case {
    const whole = dice.list(1, 4, () => dice.pick(dice.oneIn(2) ? REQUESTS : LINES)).join('');
    const raw = dice.oneIn(4) ? tellingBytes(dice, 60) : damaged(damaged(whole, dice), dice);
    // A zero byte in an inline command is where Redis stops reading it for ever: that difference is meant.
    return { text: raw.replaceAll('\0', '0') };
  }

  async judge({ text }: Case): Promise<string | undefined> {
    const bytes = Buffer.concat([encode(['FLUSHALL']), Buffer.from(text, 'latin1')]);
    const oracle = await this.#oracle.converse(bytes);
    const disk = new this.#course.MemoryFileSystem();
    const subject = new Machine({ course: this.#course, disk }).connect().say(bytes);
    if (oracle === subject) return undefined;
    const shown = (heard: string) => escapeBytes(Buffer.from(heard, 'latin1'));
    return `redis-server ${shown(oracle)}\nthe newest stage ${shown(subject)}`;
  }

  *smaller({ text }: Case): Iterable<Case> {
    for (const rest of dropRuns([...text])) yield { text: rest.join('') };
  }

  count(): number {
    return 0;
  }

  show({ text }: Case): string {
    return clip(escapeBytes(Buffer.from(text, 'latin1')), 2000);
  }
}
