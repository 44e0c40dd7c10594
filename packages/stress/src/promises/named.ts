// Short ways to name the tests and the figures of a promise.

import type { NamedTest } from './chapter.ts';
import type { Figures } from './figures.ts';

const test = (file: string, name: string): NamedTest => ({ file, name });
export const stress = (file: string, name: string) =>
  test(`packages/stress/test/${file}.test.ts`, name);
export const stage = (file: string, name: string) => test(`steps/${file}.test.ts`, name);
export const wire = (file: string, id: string) => test(`steps/${file}.ts`, id);
/** Faults that the fuzz test must find. */
export const planted = (name: string) => test('packages/stress/test/planted.ts', name);
export const scenario = (name: string): NamedTest => ({
  ...test('packages/stress/src/faults/scenarios.ts', name),
  shown: `\`npm run faults -- ${name}\``,
});

/** How many rounds of each went well. */
export const played = (...names: string[]) => ({
  run: 'faults',
  tell: (f: Figures) =>
    `${names.map((name) => f.count(name)).join(' and ')} of ${f.count('rounds')} rounds kept`,
});

export const crashed = (run: string) => ({
  run,
  tell: (f: Figures) =>
    `${f.count('rounds')} rounds, ${f.count('acknowledged')} writes acknowledged, ${f.count('lost')} lost, ${f.count('rewrites')} rewrites begun`,
});
