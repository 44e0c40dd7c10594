// The best sixteen of all that were offered, the best of them first.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CandidatePool } from '../../src/eviction/candidate-pool.ts';

const SIZE = 16;

function taken(pool: CandidatePool): string[] {
  const names: string[] = [];
  for (let best = pool.take(); best !== undefined; best = pool.take()) {
    names.push(`${best.dbIndex} ${best.key} ${best.score}`);
  }
  return names;
}

test('keeps the best of those that were offered', () => {
  const unlike = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { maxLength: 60 });
  fc.assert(
    fc.property(unlike, (scores) => {
      const pool = new CandidatePool();
      for (const score of scores) pool.offer({ dbIndex: 0, key: `k${score}`, score });
      const best = scores.toSorted((a, b) => b - a).slice(0, SIZE);
      expect(taken(pool)).toEqual(best.map((score) => `0 k${score} ${score}`));
    }),
  );
});

test('holds a key once, by its last score; one of the same name elsewhere is another', () => {
  const pool = new CandidatePool();
  pool.offer({ dbIndex: 0, key: 'k', score: 9 });
  pool.offer({ dbIndex: 1, key: 'k', score: 5 });
  pool.offer({ dbIndex: 0, key: 'k', score: 1 });
  expect(taken(pool)).toEqual(['1 k 5', '0 k 1']);
});

test('forgets them all', () => {
  const pool = new CandidatePool();
  pool.offer({ dbIndex: 0, key: 'k', score: 9 });
  pool.clear();
  expect(taken(pool)).toEqual([]);
});
