// What a sorted set of many members costs, and the longest that one command or one turn takes around it.
// Run: npx tsx bench/sorted-set.ts [members, default 1000000]
// Times are the process's own processor time (all its threads, the collector's too), so that a busy machine does not count.

import { setImmediate } from 'node:timers/promises';
import { aggregates, union } from '../src/sorted-set/combine.ts';
import { RankRange, ScoreRange } from '../src/sorted-set/ranges.ts';
import { SortedSet, type SortedSetContext } from '../src/sorted-set/sorted-set.ts';

const MEMBERS = Number(process.argv[2] ?? 1_000_000);
const CALLS = 200_000;
const context: SortedSetContext = {
  seed: [0x12345678, 0x9abcdef0],
  maxCompactEntries: 128,
  maxCompactMemberBytes: 64,
};

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const say = (name: string, value: number, unit: string) =>
  console.log(`${name.padEnd(58)} ${value.toFixed(unit === 'ns' ? 0 : 1).padStart(9)} ${unit}`);

function timed(name: string, run: () => void, calls = 1): void {
  const startMs = cpuMs();
  run();
  const elapsedMs = cpuMs() - startMs;
  if (calls > 1) say(name, (elapsedMs * 1e6) / calls, 'ns');
  else say(name, elapsedMs, 'ms');
}

/** Turns of a hundred commands each. @returns how long the longest took */
function longestTurn(count: number, run: (i: number) => void): number {
  let longestMs = 0;
  for (let from = 0; from < count; from += 100) {
    const startMs = cpuMs();
    for (let i = from; i < Math.min(count, from + 100); i++) run(i);
    longestMs = Math.max(longestMs, cpuMs() - startMs);
  }
  return longestMs;
}

const member = (i: number) => `member:${i}`;
const score = () => Math.floor(Math.random() * 1e6);

let set = new SortedSet(context);
let longestMs = 0;
const heldBytes = () => process.memoryUsage().heapUsed + set.memoryBytes();
const heldBefore = heldBytes();
timed(
  `put, growing to ${MEMBERS} members`,
  () => {
    longestMs = longestTurn(MEMBERS, (i) => set.put(member(i), score()));
  },
  MEMBERS,
);
say('  longest turn of a hundred of them', longestMs, 'ms');
say('  memory a member, on the heap and beside it', (heldBytes() - heldBefore) / MEMBERS, 'bytes');
const some = Array.from({ length: CALLS }, () => member(Math.floor(Math.random() * MEMBERS)));
const each = (run: (name: string, i: number) => void) => () => some.forEach(run);
timed(
  'put, another score',
  each((name) => set.put(name, score())),
  CALLS,
);
timed(
  'score of a member',
  each((name) => set.score(name)),
  CALLS,
);
timed(
  'rank of a member',
  each((name) => set.rank(name)),
  CALLS,
);
timed(
  'ten members from a random rank',
  each((_, i) => visitTen((i * 7919) % MEMBERS)),
  CALLS,
);
timed(
  'count between two scores',
  each((_, i) => countFrom(i)),
  CALLS,
);
let other = set;
timed('a copy', () => {
  other = set.copy();
});
const half = new SortedSet(context);
for (let i = 0; i < MEMBERS; i += 2) half.put(member(i), 1);
const sources = [set, half].map((each) => ({ set: each, weight: 1 }));
timed('union with a set of half its members', () => union(context, sources, aggregates.SUM));
timed('half of the copy removed by rank', () => other.removeSpan({ start: 0, end: MEMBERS / 2 }));
timed(`${MEMBERS} members forgotten: what DEL does`, () => {
  sources.length = 0;
  set = other;
});

// A server goes on while the collector frees: how long do its turns take?
longestMs = 0;
const untilMs = performance.now() + 3000;
while (performance.now() < untilMs) {
  longestMs = Math.max(
    longestMs,
    longestTurn(1000, (i) => set.put(member(i), score())),
  );
  await setImmediate();
}
say('longest turn of a hundred commands in the 3 s after', longestMs, 'ms');

function visitTen(rank: number): void {
  const { start, end } = new RankRange(rank, rank + 9).spanIn(set);
  set.visit({ start, end }, () => {});
}

function countFrom(i: number): void {
  const min = { score: i, exclusive: false };
  new ScoreRange(min, { score: i + 1000, exclusive: true }).spanIn(set);
}
