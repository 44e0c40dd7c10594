import { expect, test } from 'vitest';
import { Entry, HashTable } from '../../src/table/hash-table.ts';

test('smoke', () => {
  const t = new HashTable({ seed: [1, 2], makeEntry: (k, h) => new Entry(k, h) });
  for (let i = 0; i < 10000; i++) t.findOrInsert(`k${i}`);
  expect(t.size).toBe(10000);
  for (let i = 0; i < 10000; i++) expect(t.find(`k${i}`)?.key).toBe(`k${i}`);
  const seen = new Set<string>();
  let c = 0;
  do c = t.scan(c, (e) => seen.add(e.key));
  while (c !== 0);
  expect(seen.size).toBe(10000);
  expect(t.random((n) => Math.floor(Math.random() * n))).toBeDefined();
  for (let i = 0; i < 10000; i++) expect(t.delete(`k${i}`)?.key).toBe(`k${i}`);
  expect(t.size).toBe(0);
  expect(t.buckets).toBe(4);
});
