// A million players. One scores; what is their rank now? Three ways: npx tsx docs/programs/leaderboard.ts

import { SortedSet } from '@byor/07-sorted-set/core';

const PLAYERS = 1_000_000;
const randomScore = () => Math.floor(Math.random() * 1e9);
const scores = Array.from({ length: PLAYERS }, randomScore);

function measure(name: string, times: number, play: (player: number) => void): void {
  const startMs = performance.now();
  for (let n = 0; n < times; n++) play(Math.floor(Math.random() * PLAYERS));
  const us = ((performance.now() - startMs) * 1000) / times;
  const shown = us < 100 ? us.toFixed(1) : Math.round(us).toLocaleString('en');
  console.log(`${name.padEnd(22)} ${shown.padStart(10)} µs a game`);
}

const table = [...scores];
measure('sort when asked', 3, (player) => {
  table[player] = randomScore();
  const order = Float64Array.from(table).sort();
  order.indexOf(table[player] as number);
});

const current = [...scores];
const inOrder = [...scores].sort((a, b) => a - b);
measure('an array in order', 1000, (player) => {
  inOrder.splice(placeOf(inOrder, current[player] as number), 1);
  const score = randomScore();
  current[player] = score;
  inOrder.splice(placeOf(inOrder, score), 0, score); // where it stands is its rank
});

function placeOf(sorted: readonly number[], score: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < score) low = middle + 1;
    else high = middle;
  }
  return low;
}

const set = new SortedSet({ seed: [1, 2], maxCompactEntries: 128, maxCompactMemberBytes: 64 });
scores.forEach((score, player) => {
  set.put(`player:${player}`, score);
});
measure('a tree that counts', 100_000, (player) => {
  const member = `player:${player}`;
  set.put(member, randomScore());
  set.rank(member);
});
