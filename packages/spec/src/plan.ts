// Which cases to run, and in which order: any order must do, so each run takes another one, told by its seed.

import { holdsAt, type LocatedCase } from './repository.ts';

/** The cases that hold at a stage and match one of the patterns ('04/strings/*'; none: all of them). */
export function select(
  cases: readonly LocatedCase[],
  stage: string,
  patterns: readonly string[] = [],
): LocatedCase[] {
  const wanted = patterns.map(toRegExp);
  return cases.filter(
    (wireCase) =>
      holdsAt(wireCase, stage) &&
      (wanted.length === 0 || wanted.some((pattern) => pattern.test(wireCase.fullId))),
  );
}

/** `*` stands for any characters; a pattern may end early at a slash: '04' and '04/strings' mean all below. */
function toRegExp(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${escaped}(/.*)?$`);
}

/** Fisher and Yates' shuffle, the same for the same seed. */
export function shuffle<T>(items: readonly T[], seed: number): T[] {
  const random = randomFrom(seed);
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
  }
  return shuffled;
}

/** Numbers in [0, 1) from a 32-bit seed: Marsaglia's xorshift, well enough mixed for tests. */
export function randomFrom(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
