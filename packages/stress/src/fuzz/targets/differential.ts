// Random commands on the newest stage's engine and on redis-server: every reply the same, byte for byte but where the model says
// how far two right servers may differ. The models are those of the stages' own differential tests.

import {
  adjust,
  anyStep,
  connectionModels,
  encodingModels,
  essence,
  genericModels,
  KEYS,
  momentModels,
  type Step,
  smallerSteps,
  sortedSetModels,
  step,
  stringModels,
} from '@byor/spec/differential';
import { clip, escapeBytes, quoteWord } from '@byor/spec/harness';
import fc from 'fast-check';
import type { Course, Layer } from '../course.ts';
import type { Dice } from '../dice.ts';
import { encode, Machine, type Talk } from '../machine.ts';
import type { Oracle } from '../oracle.ts';
import type { Target } from '../target.ts';

interface Case {
  readonly protocol: 2 | 3;
  readonly steps: readonly Step[];
}

/** Keys that are dead count until somebody meets them, and which commands meet them is nobody's promise. */
const deadToo = genericModels.map((model) =>
  model.name === 'DBSIZE' ? adjust(model, { agreement: 'kind' }) : model,
);

/** Whatever types meet in a sequence, some of the time; each by itself otherwise. */
const FAMILIES = [
  [...stringModels, ...genericModels],
  [...sortedSetModels, ...genericModels],
  [...stringModels, ...deadToo, ...momentModels, ...sortedSetModels],
  // Not with deadlines of the past: what looks at the table itself sees the dead until they are reaped.
  [...stringModels, ...encodingModels],
  connectionModels,
];

const SEQUENCES = FAMILIES.map((models) =>
  fc.array(anyStep(models), { minLength: 1, maxLength: 100, size: 'max' }),
);

/** What is left in the end. */
const FINAL_LOOK = [
  step(['KEYS', '*'], 'unordered'),
  ...[...KEYS, 'lex'].flatMap((key) => [
    step(['GET', key]),
    step(['ZRANGE', key, '0', '-1', 'WITHSCORES']),
    step(['PEXPIRETIME', key]),
  ]),
];

export class Differential implements Target<Case> {
  readonly name = 'differential';
  readonly #course: Course;
  readonly #oracle: Oracle;
  readonly #more: readonly Layer[];

  constructor(course: Course, oracle: Oracle, more: readonly Layer[]) {
    this.#course = course;
    this.#oracle = oracle;
    this.#more = more;
  }

  make(dice: Dice): Case {
    const seed = dice.below(2 ** 31);
    const protocol = dice.oneIn(2) ? 3 : 2;
    const [steps = []] = fc.sample(dice.pick(SEQUENCES), { seed, numRuns: 1 });
    return { protocol, steps };
  }

  async judge({ protocol, steps }: Case): Promise<string | undefined> {
    const all = [...steps, ...FINAL_LOOK];
    const prelude = [['RESET'], ['HELLO', String(protocol)], ['FLUSHALL']];
    const request = Buffer.concat([...prelude, ...all.map(({ words }) => words)].map(encode));
    const expected = await this.#oracle.ask(request, prelude.length + all.length);
    const talk = this.#connect();
    for (const words of prelude) talk.call(...words);
    for (const [at, { words, agreement }] of all.entries()) {
      const oracle = expected[prelude.length + at] ?? '(nothing)';
      const subject = talk.call(...words);
      if (essence(oracle, agreement) === essence(subject, agreement)) continue;
      const shown = (bytes: string) => clip(escapeBytes(Buffer.from(bytes, 'latin1')), 400);
      return `${words[0]?.toUpperCase()}: redis-server ${shown(oracle)}\nthe newest stage ${shown(subject)}`;
    }
    return undefined;
  }

  #connect(): Talk {
    const course = this.#course;
    const disk = new course.MemoryFileSystem();
    const nowMs = Date.now(); // redis-server has no other clock; deadlines are far from it
    return new Machine({ course, disk, more: this.#more, nowMs }).connect();
  }

  *smaller({ protocol, steps }: Case): Iterable<Case> {
    for (const fewer of smallerSteps(steps)) yield { protocol, steps: fewer };
  }

  count({ steps }: Case): number {
    return steps.length + FINAL_LOOK.length;
  }

  show({ protocol, steps }: Case): string {
    const lines = steps.map(({ words }) => `> ${words.map(quoteWord).join(' ')}`);
    return [`HELLO ${protocol}`, ...lines].join('\n');
  }
}
