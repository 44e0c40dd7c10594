// Time that passes in a sequence. No server lets us set its clock, so deadlines are words that become moments when they are
// sent: a few ms ahead, the same ms to both servers. Where time passes, both have answered before that moment, and then we wait
// until it is over. So each deadline is still to come, or has passed, for both.

import { setTimeout as delay } from 'node:timers/promises';
import { type Step, step } from './model.ts';

/** In the place of a moment in ms: it passes when time passes next. */
export const SOON = '<soon>';
/** In the place of a delay in ms: likewise. */
export const A_MOMENT = '<a moment>';
/** Not sent: what is due soon passes. */
export const TIME_PASSES = '(time-passes)';

export const timePasses: Step = step([TIME_PASSES]);

/** The parts of a sequence between which time passes. */
export function partsOf(steps: readonly Step[]): (readonly Step[])[] {
  const parts: Step[][] = [[]];
  for (const each of steps) {
    if (each.words[0] === TIME_PASSES) parts.push([]);
    else parts.at(-1)?.push(each);
  }
  return parts;
}

/** Their words as they are sent. `momentMs` is Unix time; a delay ends after it, whenever it begins. */
export function timed(steps: readonly Step[], momentMs: number, delayMs: number): string[][] {
  const asSent = (word: string) => {
    if (word === SOON) return String(momentMs);
    return word === A_MOMENT ? String(delayMs + 1) : word;
  };
  return steps.map(({ words }) => words.map(asSent));
}

/** Resolves when the clock shows more. */
export async function untilAfter(momentMs: number): Promise<void> {
  for (let nowMs = Date.now(); nowMs <= momentMs; nowMs = Date.now()) {
    await delay(momentMs - nowMs + 1);
  }
}
