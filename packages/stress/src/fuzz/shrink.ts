// Makes a case that fails smaller: the first smaller one that still fails in the same way, until there is none.

/** Most cases tried, so that a slow target ends as well. */
const MOST_TRIES = 1500;

/** `smaller` gives candidates, each of them smaller than what it is given; `fails` tells whether one still fails. */
export async function shrinkBy<Case>(
  found: Case,
  smaller: (best: Case) => Iterable<Case>,
  fails: (candidate: Case) => Promise<boolean>,
): Promise<Case> {
  let best = found;
  let tries = 0;
  for (let improved = true; improved; ) {
    improved = false;
    for (const candidate of smaller(best)) {
      if (++tries > MOST_TRIES) return best;
      if (!(await fails(candidate))) continue;
      best = candidate;
      improved = true;
      break;
    }
  }
  return best;
}
