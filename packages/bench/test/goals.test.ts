import { expect, test } from 'vitest';
import type { Figure, Round } from '../src/figures.ts';
import { GOALS, type Goal, judge } from '../src/goals.ts';
import { nameOfGoal } from '../src/history.ts';
import { loadOf } from '../src/plan.ts';

const CELL = 'get c50 p1 d3';
const figure = (contestant: string, ...rounds: Round[]): Figure => ({
  contestant,
  cell: CELL,
  rounds,
});
const base: Goal = {
  title: 'GET',
  contestant: '07',
  baseline: 'redis',
  cell: CELL,
  measure: 'cpuUs',
};

test('a ratio is judged by its median, not by its worst round', () => {
  const figures = [
    figure('07', { cpuUs: 9 }, { cpuUs: 10 }, { cpuUs: 20 }),
    figure('redis', { cpuUs: 10 }, { cpuUs: 10 }, { cpuUs: 10 }),
  ];
  expect(judge({ ...base, atMost: 1 }, figures)).toMatchObject({
    met: true,
    measured: { median: 1, min: 0.9, max: 2 },
  });
  expect(judge({ ...base, atMost: 0.99 }, figures).met).toBe(false);
  expect(judge({ ...base, atLeast: 1.01 }, figures).met).toBe(false);
  expect(judge({ ...base, atLeast: 1 }, figures).met).toBe(true);
});

test('a goal without a baseline is judged as it is', () => {
  const { baseline: _, ...absolute } = base;
  const goal: Goal = { ...absolute, cell: CELL, measure: 'pauseMs', atMost: 20 };
  expect(judge(goal, [figure('07', { pauseMs: 19 })]).met).toBe(true);
  expect(judge(goal, [figure('07', { pauseMs: 21 })]).met).toBe(false);
});

test('what was not measured is neither met nor missed', () => {
  expect(judge({ ...base, atMost: 1 }, []).met).toBeUndefined();
  expect(judge({ ...base, atMost: 1 }, [figure('07', { cpuUs: 1 })]).met).toBeUndefined();
});

test('each goal has one bound, a cell that can be measured, and a name of its own', () => {
  for (const { atMost, atLeast, cell } of GOALS) {
    expect([atMost, atLeast].filter((bound) => bound !== undefined)).toHaveLength(1);
    expect(
      loadOf(cell) ?? ['tail', 'memory', 'growth', 'start'].find((each) => each === cell),
    ).toBeDefined();
  }
  expect(new Set(GOALS.map(nameOfGoal)).size).toBe(GOALS.length);
});
