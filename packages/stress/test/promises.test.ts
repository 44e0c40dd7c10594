// The page of promises is what the script makes of the results, and every test that it names is there.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runtimeDependencies } from '../src/promises/dependencies.ts';
import { Figures } from '../src/promises/figures.ts';
import { makePage, missingTests, PAGE } from '../src/promises/page.ts';
import { chapters } from '../src/promises/table.ts';
import { readResult } from '../src/results.ts';

test('the page is what npm run promises makes', () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(makePage());
});

test('every test that it names is there', () => {
  expect(missingTests()).toEqual([]);
});

test('every long run has left its figures', () => {
  const runs = chapters.flatMap(({ promises }) =>
    promises.flatMap(({ measured }) => measured?.run ?? []),
  );
  expect([...new Set(runs)].filter((run) => readResult(run) === undefined)).toEqual([]);
});

test('a figure that is missing is an error, not a blank', () => {
  const result = {
    run: 'x',
    command: '',
    date: '',
    commit: '',
    machine: '',
    figures: { n: 1234.5 },
  };
  expect(new Figures(result).count('n')).toBe('1,235');
  expect(() => new Figures(result).count('m')).toThrow('results/x.json has no figure m');
});

test('what a fork takes in is a handful of packages, each with a reason', () => {
  const dependencies = runtimeDependencies();
  expect(dependencies.length).toBeLessThan(8);
  for (const { reason } of dependencies) expect(reason).toMatch(/\.$/);
});
