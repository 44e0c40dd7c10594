// What a member costs in a reply of a hundred, in processor time: looked at through a view, or handed on as it lies in memory.
// Run: npx tsx bench/range.ts

import { ReplyWriter } from '@byor/06-aof/core';
import { threadCpuUs } from '@byor/libc';
import { SortedSet } from '../src/sorted-set/sorted-set.ts';

const MEMBERS = 100_000;
const SPAN = { start: 0, end: 100 };
const ROUNDS = 25;
const REPLIES_A_ROUND = 2000;

const context = { seed: [1, 2] as const, maxCompactEntries: 128, maxCompactMemberBytes: 64 };
const set = new SortedSet(context);
for (let i = 0; i < MEMBERS; i++) {
  const n = Math.floor(Math.random() * MEMBERS);
  set.put(`member:${String(n).padStart(12, '0')}`, n);
}

const reply = new ReplyWriter();
measure('a visit, and a view of each', () =>
  set.visit(SPAN, (member) => reply.bulk(member), false),
);
measure('each as it lies in memory', () => set.send(SPAN, reply, false));

/** The round in which the others on the machine disturbed least. */
function measure(title: string, write: () => void): void {
  let leastUs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const beganUs = threadCpuUs();
    for (let i = 0; i < REPLIES_A_ROUND; i++) {
      write();
      reply.consume(reply.length);
    }
    leastUs = Math.min(leastUs, threadCpuUs() - beganUs);
  }
  const ns = (leastUs * 1000) / REPLIES_A_ROUND / SPAN.end;
  console.log(`${title.padEnd(30)} ${ns.toFixed(0).padStart(4)} ns a member`);
}
