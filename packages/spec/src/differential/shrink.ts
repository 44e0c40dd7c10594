// Makes a failing sequence short: fewer commands first, then fewer and plainer words.
// Beside fast-check's own shrinking because a word that several commands share (a key) must change in all of them at once.

import type { Step } from './model.ts';

/** Most sequences tried: each costs two round trips. */
const MOST_TRIES = 600;
const PLAIN_WORDS = ['a', 'v', '1'];

/** A sequence that still fails and that cannot be made shorter in one move. `fails` tells whether a sequence does. */
export async function shrink(
  steps: readonly Step[],
  fails: (steps: readonly Step[]) => Promise<boolean>,
): Promise<readonly Step[]> {
  let best = steps;
  let tries = 0;
  const shorten = async (): Promise<boolean> => {
    for (const candidate of smallerSteps(best)) {
      if (++tries > MOST_TRIES) return false;
      if (!(await fails(candidate))) continue;
      best = candidate;
      return true;
    }
    return false;
  };
  while (await shorten());
  return best;
}

/** Shorter or plainer sequences. Each weighs less than what it came from, so that shrinking ends. */
export function* smallerSteps(steps: readonly Step[]): Iterable<readonly Step[]> {
  const weight = weigh(steps);
  for (const candidate of candidates(steps)) if (weigh(candidate) < weight) yield candidate;
}

function* candidates(steps: readonly Step[]): Iterable<readonly Step[]> {
  yield* dropRuns(steps);
  yield* dropWords(steps);
  yield* plainWords(steps);
}

function weigh(steps: readonly Step[]): number {
  const words = steps.flatMap((step) => step.words);
  const odd = words.filter((word) => !PLAIN_WORDS.includes(word));
  return (
    words.length * 1e6 +
    odd.length * 1e3 +
    Math.min(999, odd.join('').length) +
    new Set(words).size / 1e3
  );
}

/** Without a run of commands: halves, quarters, down to one. */
export function* dropRuns<T>(steps: readonly T[]): Iterable<readonly T[]> {
  for (
    let size = Math.ceil(steps.length / 2);
    size >= 1;
    size = size > 1 ? Math.ceil(size / 2) : 0
  ) {
    for (let at = 0; at < steps.length; at += size) {
      yield [...steps.slice(0, at), ...steps.slice(at + size)];
    }
  }
}

/** Without one word. Only where replies are compared exactly: another call may be free to differ more than the model says. */
function* dropWords(steps: readonly Step[]): Iterable<readonly Step[]> {
  for (const [i, step] of steps.entries()) {
    if (step.agreement !== 'exact') continue;
    for (let at = step.nameLength; at < step.words.length; at++) {
      yield steps.with(i, { ...step, words: step.words.toSpliced(at, 1) });
    }
  }
}

/** With a plain word in the place of another, everywhere. */
function* plainWords(steps: readonly Step[]): Iterable<readonly Step[]> {
  for (const odd of new Set(steps.flatMap(({ words, nameLength }) => words.slice(nameLength)))) {
    for (const plain of PLAIN_WORDS) {
      yield steps.map((step) => ({
        ...step,
        words: step.words.map((word, i) => (i >= step.nameLength && word === odd ? plain : word)),
      }));
    }
  }
}
