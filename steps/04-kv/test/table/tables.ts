// Tables to test with.

import { Entry, HashTable } from '../../src/table/hash-table.ts';

export class NumberEntry extends Entry {
  value = 0;
}

export function makeTable(seed = 7): HashTable<NumberEntry> {
  return new HashTable({ seed: [seed, 1], makeEntry: (key, hash) => new NumberEntry(key, hash) });
}

/** `key:0` to `key:<count - 1>`, each with its number as the value. */
export function tableOf(count: number): HashTable<NumberEntry> {
  const table = makeTable();
  for (let i = 0; i < count; i++) table.findOrInsert(`key:${i}`).value = i;
  return table;
}

export const keysOf = (table: HashTable<NumberEntry>) =>
  [...table].map((entry) => entry.key).sort();
