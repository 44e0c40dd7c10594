// Sequences of random commands, and time that passes between them.

import { dropRuns } from '@byor/spec/differential';
import { quoteWord } from '@byor/spec/harness';
import type { Dice } from './dice.ts';
import { anyCommand, type Syntax } from './grammar.ts';
import type { Machine, Talk } from './machine.ts';

/** A command's words, or `@wait` and so many milliseconds. */
export type Words = readonly string[];

export const WAIT = '@wait';

export function anySteps(syntaxes: readonly Syntax[], dice: Dice, most: number): Words[] {
  return dice.list(1, most, () =>
    dice.oneIn(20)
      ? [WAIT, String(dice.below(dice.oneIn(4) ? 1e6 : 200))]
      : anyCommand(syntaxes, dice),
  );
}

/** Runs them, a turn each. @throws MalformedReply unless each is answered by exactly one reply */
export async function run(machine: Machine, steps: readonly Words[]): Promise<void> {
  let talk: Talk = machine.connect();
  for (const step of steps) {
    if (step[0] === WAIT) machine.nowMs += Number(step[1]);
    else talk.ask(...step);
    await machine.turn();
    if (talk.client.closing) talk = machine.connect(); // QUIT, or it was killed
  }
}

/** Fewer steps, then fewer words. */
export function* smallerSteps(steps: readonly Words[]): Iterable<readonly Words[]> {
  yield* dropRuns(steps);
  for (const [at, words] of steps.entries()) {
    for (let word = 1; word < words.length; word++) yield steps.with(at, words.toSpliced(word, 1));
  }
}

export const showSteps = (steps: readonly Words[]): string =>
  steps.map((words) => `> ${words.map(quoteWord).join(' ')}`).join('\n');
