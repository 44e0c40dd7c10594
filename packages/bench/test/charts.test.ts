import { expect, test } from 'vitest';
import { chartsOf } from '../src/charts.ts';
import type { Figure } from '../src/figures.ts';

const figure = (contestant: string, cell = 'get c50 p1 d3'): Figure => ({
  contestant,
  cell,
  rounds: [{ cpuUs: 7, perSecond: 40_000 }],
});
const titles = (...figures: Figure[]) => chartsOf({ figures }).map(({ title }) => title);
const PAIR = ['CPU time for a command', 'Requests per second'];

test('what a quick run measures is drawn once, not again as stages, sizes or numbers of clients', () => {
  expect(titles(figure('07'), figure('redis'))).toEqual(PAIR);
});

test('a third stage, or another number of clients, is something to compare', () => {
  const pair = [figure('07'), figure('redis')];
  expect(titles(...pair, figure('04'))).toEqual([
    ...PAIR,
    'CPU time for a command, stage after stage',
  ]);
  expect(titles(...pair, figure('07', 'get c1 p1 d3'), figure('redis', 'get c1 p1 d3'))).toEqual([
    ...PAIR,
    'CPU time for a command by the number of clients',
  ]);
});

test('one contestant alone is compared with nobody', () => {
  expect(titles(figure('07'))).toEqual([]);
});
