// Tables to test with: a number under each key. And whether a table is what its file's head says of it.

import { NOWHERE, type Ref } from '../../src/memory/arena.ts';
import { type Buckets, HashTable, type Key, TABLE_WORDS } from '../../src/table/hash-table.ts';

/** The word that is the owner's. */
const NUMBER = TABLE_WORDS;

export function makeTable(seed = 7): HashTable {
  return new HashTable({ seed: [seed, 1], headerWords: NUMBER + 1 });
}

/** @returns the entry, found or new */
export function put(table: HashTable, key: Key, number = 0): Ref {
  const found = table.find(key);
  const entry = found === NOWHERE ? table.insert(key) : found;
  table.arena.setWord(entry, NUMBER, number);
  return entry;
}

export const numberOf = (table: HashTable, entry: Ref) => table.arena.word(entry, NUMBER);

/** Undefined for a missing key. */
export function numberAt(table: HashTable, key: Key): number | undefined {
  const entry = table.find(key);
  return entry === NOWHERE ? undefined : numberOf(table, entry);
}

/** One lookup, as a DEL is. @returns the number that was there */
export function drop(table: HashTable, key: Key): number | undefined {
  const entry = table.find(key);
  if (entry === NOWHERE) return undefined;
  const number = numberOf(table, entry);
  table.remove(entry);
  return number;
}

/** `key:0` to `key:<count - 1>`, each with its number. */
export function tableOf(count: number): HashTable {
  const table = makeTable();
  for (let i = 0; i < count; i++) put(table, `key:${i}`, i);
  return table;
}

export function entriesOf(table: HashTable): Ref[] {
  const entries: Ref[] = [];
  table.forEach((entry) => {
    entries.push(entry);
  });
  return entries;
}

export const keysOf = (table: HashTable) =>
  entriesOf(table)
    .map((entry) => table.keyOf(entry))
    .sort();

/** Each entry in one array and in the bucket of its hash; what has moved is empty; nothing else is in the arena. */
export function whatIsWrong(table: HashTable): string[] {
  const { main, target, rehashIndex } = table.layout;
  const wrong: string[] = [];
  const seen = new Set<Ref>();
  let usedBytes = 0;
  const look = (buckets: Buckets, name: string) => {
    let used = 0;
    for (let index = 0; index < buckets.count; index++) {
      buckets.visit(index, (entry) => {
        used++;
        usedBytes += table.arena.capacity(entry);
        if (seen.has(entry)) wrong.push(`${name} has an entry that was seen before`);
        seen.add(entry);
        const hash = table.hash(table.keyOf(entry));
        if ((hash & buckets.mask) !== index) wrong.push(`${name} has an entry in the wrong bucket`);
        if (buckets === main && index < rehashIndex) wrong.push('a bucket that moved is not empty');
      });
    }
    if (used !== buckets.used) wrong.push(`${name} says ${buckets.used} entries, it has ${used}`);
  };
  look(main, 'main');
  if (target !== undefined) look(target, 'target');
  if (usedBytes !== table.arena.usedBytes) wrong.push('the arena holds more than the entries');
  return wrong;
}
