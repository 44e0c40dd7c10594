// The log's loader and check-aof, on logs that were damaged: each is loaded or refused in a sentence, check-aof says beforehand
// which it will be, and what --fix leaves is what the server would have kept.

import { dropRuns } from '@byor/spec/differential';
import { clip, escapeBytes } from '@byor/spec/harness';
import { damaged } from '../bytes.ts';
import type { Course, MemoryDisk } from '../course.ts';
import type { Dice } from '../dice.ts';
import type { Syntax } from '../grammar.ts';
import { contentsOf, Machine } from '../machine.ts';
import { anySteps, run } from '../steps.ts';
import type { Target } from '../target.ts';
import { syntaxesOf } from './commands.ts';

/** The files of the log's directory by name. */
type Case = Readonly<Record<string, string>>;

/** What became of a log: what it held, or why it was refused. */
interface Outcome {
  readonly contents?: string;
  readonly refusal?: string;
}

const NAMES = { directory: 'appendonlydir', prefix: 'appendonly.aof' };
const MOST_STEPS = 40;

export class Logs implements Target<Case> {
  readonly name = 'logs';
  readonly #course: Course;
  readonly #syntaxes: readonly Syntax[];
  /** The server's: which there are. */
  readonly #commands: object;

  constructor(course: Course) {
    this.#course = course;
    this.#syntaxes = syntaxesOf(course);
    this.#commands = new Machine({ course, disk: this.#diskOf({}) }).engine.commands;
  }

  async make(dice: Dice): Promise<Case> {
    const files = await this.#written(dice);
    for (let left = 1 + dice.below(2); left > 0; left--) {
      const name = dice.pick(Object.keys(files));
      if (dice.oneIn(40)) delete files[name];
      else files[name] = damaged(files[name] ?? '', dice);
    }
    return files;
  }

  /** A log of random commands, as the server writes it. */
  async #written(dice: Dice): Promise<Record<string, string>> {
    const disk = new this.#course.MemoryFileSystem();
    const flags = { appendonly: 'yes' };
    const machine = new Machine({ course: this.#course, disk, flags });
    await run(machine, anySteps(this.#syntaxes, dice, MOST_STEPS));
    machine.engine.stop();
    return Object.fromEntries(
      disk.list(NAMES.directory).map((name) => {
        const bytes = Buffer.from(disk.content(`${NAMES.directory}/${name}`));
        return [name, bytes.toString('latin1')];
      }),
    );
  }

  async judge(files: Case): Promise<string | undefined> {
    const checked = this.#check(this.#diskOf(files));
    const strict = this.#load(this.#diskOf(files), 'no');
    if ((checked === 'whole') !== (strict.refusal === undefined))
      return `check-aof: ${checked}\nthe server: ${strict.refusal ?? 'it starts'}`;
    const lenient = this.#load(this.#diskOf(files), 'yes');
    if (lenient.refusal !== undefined) return undefined;
    const disk = this.#diskOf(files);
    this.#check(disk, true);
    const fixed = this.#load(disk, 'no');
    if (fixed.contents === lenient.contents) return undefined;
    return `the server keeps:\n${lenient.contents}\nwhat --fix leaves:\n${fixed.refusal ?? fixed.contents}`;
  }

  #diskOf(files: Case): MemoryDisk {
    const disk = new this.#course.MemoryFileSystem();
    for (const [name, text] of Object.entries(files))
      disk.openToAppend(`${NAMES.directory}/${name}`).write(Buffer.from(text, 'latin1'));
    return disk;
  }

  /** 'whole', or what is wrong; `fix`: it is cut there as well. */
  #check(disk: MemoryDisk, fix = false): string {
    const { LogDirectory, checkLog, fixLog } = this.#course;
    return this.#orRefusal(() => {
      const log = new LogDirectory(disk, NAMES);
      log.open();
      try {
        const findings = checkLog(log, this.#commands);
        const found = findings.find(({ damage }) => damage !== undefined);
        if (fix && found) fixLog(log, findings);
        return found?.damage
          ? `${found.name}: ${found.damage.kind} at ${found.damage.offset}`
          : 'whole';
      } finally {
        log.close();
      }
    }, String);
  }

  #load(disk: MemoryDisk, cutTornTail: 'yes' | 'no'): Outcome {
    const flags = { appendonly: 'yes', 'aof-load-truncated': cutTornTail };
    return this.#orRefusal<Outcome>(
      () => ({ contents: contentsOf(new Machine({ course: this.#course, disk, flags })) }),
      (refusal) => ({ refusal }),
    );
  }

  /** Only a LogError is a refusal: it says what to do. Anything else is a defect. */
  #orRefusal<T>(attempt: () => T, refused: (message: string) => T): T {
    try {
      return attempt();
    } catch (error) {
      if (!(error instanceof this.#course.LogError)) throw error;
      return refused(error.message);
    }
  }

  *smaller(files: Case): Iterable<Case> {
    for (const [name, text] of Object.entries(files))
      for (const rest of dropRuns([...text])) yield { ...files, [name]: rest.join('') };
  }

  count(): number {
    return 0;
  }

  show(files: Case): string {
    const lines = Object.entries(files).map(
      ([name, text]) => `${name}: ${clip(escapeBytes(Buffer.from(text, 'latin1')), 1000)}`,
    );
    return lines.join('\n');
  }
}
