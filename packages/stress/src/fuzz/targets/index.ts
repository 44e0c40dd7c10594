// All targets, and how often each has its turn.

import type { Course, Layer } from '../course.ts';
import type { Weighted } from '../fuzz.ts';
import type { Oracle } from '../oracle.ts';
import type { Target } from '../target.ts';
import { Commands } from './commands.ts';
import { Differential } from './differential.ts';
import { Lines } from './lines.ts';
import { Logs } from './logs.ts';
import { Requests } from './requests.ts';
import { Wire } from './wire.ts';

/** Without an oracle those that need one are left out. `more`: layers on top of the newest stage's, planted faults. */
export function allTargets(
  course: Course,
  oracle: Oracle | undefined,
  more: readonly Layer[] = [],
): Weighted[] {
  const alone = [
    weighted(new Commands(course, more), 44),
    weighted(new Requests(course), 16),
    weighted(new Lines(course), 10),
    weighted(new Logs(course), 10),
  ];
  if (oracle === undefined) return alone;
  const compared = [
    weighted(new Differential(course, oracle, more), 14),
    weighted(new Wire(course, oracle), 6),
  ];
  return [...alone, ...compared];
}

/** What a target makes it alone judges, so that which type its cases have is nobody else's concern. */
function weighted<Case>(target: Target<Case>, share: number): Weighted {
  return { target: target as Target<unknown>, share };
}
