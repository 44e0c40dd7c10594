import { expect, test } from 'vitest';
import { type Figure, ratio, spread, spreadOf } from '../src/figures.ts';

const figure = (contestant: string, perSecond: readonly number[]): Figure => ({
  contestant,
  cell: 'get c50 p1 d3',
  rounds: perSecond.map((value) => ({ perSecond: value })),
});

test('a spread is the median with the least and the most beside it', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 });
  expect(spreadOf([])).toBeUndefined();
});

test('ratios are taken round by round, so a machine that slows down changes none', () => {
  const mine = figure('07', [100, 50, 10]);
  const redis = figure('redis', [200, 100, 20]);
  expect(ratio(mine, redis, 'perSecond')).toEqual({ median: 0.5, min: 0.5, max: 0.5 });
});

test('a round that one of the two did not measure counts for neither', () => {
  const redis: Figure = { contestant: 'redis', cell: '', rounds: [{}, { perSecond: 10 }] };
  expect(ratio(figure('07', [1, 5, 7]), redis, 'perSecond')?.median).toBe(0.5);
  expect(ratio(figure('07', [1]), undefined, 'perSecond')).toBeUndefined();
  expect(spread(redis, 'perSecond')?.median).toBe(10);
});
