// Every command with any arguments, generated from the command table: each is answered by exactly one well-formed reply, nothing
// throws, and what the log says afterwards is what is in memory, after a power cut too (appendfsync always), rewrites included.

import type { Course, Layer } from '../course.ts';
import type { Dice } from '../dice.ts';
import { readSyntaxes, type Syntax } from '../grammar.ts';
import { contentsOf, Machine } from '../machine.ts';
import { anySteps, run, showSteps, smallerSteps, type Words } from '../steps.ts';
import type { Target } from '../target.ts';

type Case = readonly Words[];

const MOST_STEPS = 400;
const LOGGED = { appendonly: 'yes', appendfsync: 'always' };

export class Commands implements Target<Case> {
  readonly name = 'commands';
  readonly #course: Course;
  readonly #more: readonly Layer[];
  readonly #syntaxes: readonly Syntax[];

  constructor(course: Course, more: readonly Layer[]) {
    this.#course = course;
    this.#more = more;
    this.#syntaxes = syntaxesOf(course);
  }

  make(dice: Dice): Case {
    return anySteps(this.#syntaxes, dice, MOST_STEPS);
  }

  async judge(steps: Case): Promise<string | undefined> {
    const disk = new this.#course.MemoryFileSystem();
    const machine = this.#machine({ disk });
    await run(machine, steps);
    const copies = [disk.afterCrash('least'), disk.afterCrash('most')];
    const expected = contentsOf(machine);
    for (const copy of copies) {
      const found = contentsOf(this.#machine({ disk: copy, nowMs: machine.nowMs }));
      if (found !== expected) return `in memory:\n${expected}\nin the log:\n${found}`;
    }
    return undefined;
  }

  #machine(options: Pick<ConstructorParameters<typeof Machine>[0], 'disk' | 'nowMs'>): Machine {
    return new Machine({ ...options, course: this.#course, flags: LOGGED, more: this.#more });
  }

  smaller(steps: Case): Iterable<Case> {
    return smallerSteps(steps);
  }

  count(steps: Case): number {
    return steps.length;
  }

  show(steps: Case): string {
    return showSteps(steps);
  }
}

/** What the newest stage says of its commands. */
export function syntaxesOf(course: Course): Syntax[] {
  const machine = new Machine({ course, disk: new course.MemoryFileSystem() });
  return readSyntaxes(machine.connect().ask('COMMAND', 'DOCS'));
}
