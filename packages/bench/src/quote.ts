// A figure of a run, for a sentence of the book. Reads nothing and runs in the page too.

import { find, ratio } from './figures.ts';
import { shown } from './numbers.ts';
import type { Result } from './result.ts';

/** `zadd c50 p16 d3`: stage 07's CPU time for a command over redis-server's, `1.26 ×`. @throws Error when it was not measured */
export function cpuRatio(cell: string, { figures }: Pick<Result, 'figures'>): string {
  const found = ratio(find(figures, '07', cell), find(figures, 'redis', cell), 'cpuUs');
  if (found === undefined) throw new Error(`the newest run of npm run bench has no ${cell}`);
  return `${shown(found.median)} ×`;
}
