// A fair draw from buckets of unlike length: a random bucket alone would favour entries that stand alone.
// A bucket is kept with as many chances in FAIR_CHAIN as it has entries, then one of them is drawn.

import type { Ref } from '../memory/arena.ts';
import type { Buckets } from './buckets.ts';

/** Longer chains are drawn from a little too seldom; at one entry a bucket one chain in a million is longer. */
const FAIR_CHAIN = 8;
/** Draws before fairness is given up: a table at a tenth of its size needs 80 on average. */
const MAX_DRAWS = 1000;

/**
 * One of the entries in `main` and `target`, which are not both empty. O(1) expected; a table emptied faster than it
 * shrinks costs one pass over its buckets. `random(n)`: an integer in [0, n), each as likely.
 */
export function randomEntry(
  main: Buckets,
  target: Buckets | undefined,
  random: (below: number) => number,
): Ref {
  const count = main.count + (target?.count ?? 0);
  const chainAt = (index: number): Ref[] => {
    const chain: Ref[] = [];
    const buckets = index < main.count ? main : target;
    buckets?.visit(index - (buckets === main ? 0 : main.count), (entry) => chain.push(entry));
    return chain;
  };
  for (let draw = 0; draw < MAX_DRAWS; draw++) {
    const chain = chainAt(random(count));
    const lot = chain[random(Math.max(FAIR_CHAIN, chain.length))];
    if (lot !== undefined) return lot;
  }
  for (let index = random(count); ; index++) {
    const chain = chainAt(index % count);
    const lot = chain[random(chain.length)];
    if (lot !== undefined) return lot;
  }
}
