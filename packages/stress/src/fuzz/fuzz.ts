// The run: case after case, each made from the seed and its number alone, so that either finds it again. What is found is made
// small and written down as a case that a test replays for ever.

import { caseSeed, Dice } from './dice.ts';
import { shrinkBy } from './shrink.ts';
import { judged, type Target } from './target.ts';

export interface Find {
  readonly target: string;
  readonly seed: number;
  /** Which case of that seed. */
  readonly number: number;
  readonly input: unknown;
  readonly message: string;
  readonly shown: string;
}

export interface FuzzOptions {
  readonly targets: readonly Weighted[];
  /** The name of the one target whose cases are tried; the others' are skipped. */
  readonly only?: string | undefined;
  readonly seed: number;
  /** The first case; 0 unless a single one is played again. */
  readonly from: number;
  /** Whether to go on: asked before each case, which is told by its number. */
  readonly goesOn: (number: number) => boolean;
  /** Hears of each case before it is judged. */
  readonly began?: (number: number) => void;
  readonly found: (find: Find) => void;
  readonly told?: (done: Progress) => void;
}

export interface Weighted {
  readonly target: Target<unknown>;
  /** How many of a hundred cases are its. */
  readonly share: number;
}

export interface Progress {
  cases: number;
  commands: number;
  /** By target. */
  readonly parts: Map<string, { cases: number; commands: number }>;
}

export async function fuzz(options: FuzzOptions): Promise<Progress> {
  const { targets, only, seed, from, goesOn } = options;
  const done: Progress = { cases: 0, commands: 0, parts: new Map() };
  const known = new Set<string>();
  for (let number = from; goesOn(number); number++) {
    options.began?.(number);
    const dice = new Dice(caseSeed(seed, number));
    const target = draw(targets, dice);
    if (target === undefined || (only ?? target.name) !== target.name) continue;
    const input = await target.make(dice);
    const message = await judged(target, input);
    count(done, target, input);
    options.told?.(done);
    if (message === undefined || known.has(kindOf(target, message))) continue;
    known.add(kindOf(target, message));
    options.found(await smallest(target, input, { seed, number, message }));
  }
  return done;
}

/** Undefined: that target is not there (no redis-server). A number is the same target's case all the same. */
function draw(targets: readonly Weighted[], dice: Dice): Target<unknown> | undefined {
  let left = dice.below(100);
  for (const { target, share } of targets) {
    left -= share;
    if (left < 0) return target;
  }
  return undefined;
}

function count(done: Progress, target: Target<unknown>, input: unknown): void {
  const part = done.parts.get(target.name) ?? { cases: 0, commands: 0 };
  const commands = target.count(input);
  part.cases++;
  part.commands += commands;
  done.parts.set(target.name, part);
  done.cases++;
  done.commands += commands;
}

/** What a find is the same as: its first words, without what differs from case to case. */
function kindOf(target: Target<unknown>, message: string): string {
  const [line = ''] = message.split('\n');
  return `${target.name} ${line.replace(/"[^"]*"|\d+/g, '_').slice(0, 60)}`;
}

async function smallest(
  target: Target<unknown>,
  found: unknown,
  where: { seed: number; number: number; message: string },
): Promise<Find> {
  const kind = kindOf(target, where.message);
  const fails = async (candidate: unknown) => {
    const message = await judged(target, candidate);
    return message !== undefined && kindOf(target, message) === kind;
  };
  const input = await shrinkBy(found, (best) => target.smaller(best), fails);
  const message = (await judged(target, input)) ?? where.message;
  return { ...where, target: target.name, input, message, shown: target.show(input) };
}
