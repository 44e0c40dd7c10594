// The short form of `npm run memory`, and a server that holds what it does not count. The bound is wide: a collector and an
// allocator move 6 MiB by themselves.

import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { weighAll } from '../src/memory/memory.ts';
import { SHAPES } from '../src/memory/shapes.ts';
import { spoiltBy } from './spoilt.ts';

function shortWeighing(names: readonly string[], program?: string) {
  const shapes = SHAPES.filter(({ name }) => names.includes(name));
  expect(shapes).toHaveLength(names.length);
  const options = { shapes, sizesMib: [48], bound: 0.3, told: () => {} };
  return weighAll(program === undefined ? options : { ...options, program });
}

describe.skipIf(!existsSync('/proc/self/fd'))('what is counted', () => {
  test('is what the process holds, also while keys are evicted', async () => {
    const names = ['strings of 16 bytes that die', 'sorted sets of 1'];
    expect(await shortWeighing(names)).toHaveLength(4);
  });

  test('is found out when more is held', async () => {
    const program = spoiltBy('memory that is never given back');
    const weighing = shortWeighing(['sorted sets of 1'], program);
    await expect(weighing).rejects.toThrow(/not what is held:\n +sorted sets of 1/);
  });
});
