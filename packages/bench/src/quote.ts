// What a sentence of the book quotes of the newest full run: docs/results/bench.json, which --write-docs writes.

import { find, ratio } from './figures.ts';
import { shown } from './numbers.ts';
import type { Result } from './result.ts';

/** JSON, a line a cell: stage 07's CPU time for a command over redis-server's, `"zadd c50 p16 d3": "1.26 ×"`. */
export function cpuRatios({ figures }: Result): string {
  const cells = [...new Set(figures.map(({ cell }) => cell))].flatMap((cell) => {
    const found = ratio(find(figures, '07', cell), find(figures, 'redis', cell), 'cpuUs');
    return found === undefined ? [] : [[cell, `${shown(found.median)} ×`]];
  });
  return `${JSON.stringify(Object.fromEntries(cells), null, 2)}\n`;
}
