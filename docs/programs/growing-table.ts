// Twelve keys into a table of four buckets, its layout after each: npx tsx docs/programs/growing-table.ts

import { type Buckets, HashTable, TABLE_WORDS } from '@byor/04-kv';

const table = new HashTable({ seed: [1, 2], headerWords: TABLE_WORDS });
for (let i = 0; i < 12; i++) {
  table.insert(`key:${i}`);
  const { main, target, rehashIndex } = table.layout;
  const during = target ? `  target ${shown(target)}  rehashIndex ${rehashIndex}` : '';
  console.log(`${i + 1} keys  main ${shown(main)}${during}`);
}

/** `4/8`: four keys in eight buckets. */
function shown(buckets: Buckets): string {
  let keys = 0;
  for (let index = 0; index < buckets.count; index++) buckets.visit(index, () => keys++);
  return `${keys}/${buckets.count}`;
}
