// A million keys, each with a timer of its own, all due at one moment: node docs/programs/a-timer-a-key.mjs

const KEYS = 1_000_000;
const dueMs = Date.now() + 8000;
const keys = new Map();
for (let i = 0; i < KEYS; i++) {
  const key = `session:${i}`;
  keys.set(key, i);
  setTimeout(() => keys.delete(key), dueMs - Date.now());
}
console.log(`${keys.size} keys, ${(process.memoryUsage().heapUsed / KEYS).toFixed(0)} bytes each`);

let longestMs = 0;
let lastMs = performance.now();
function turn() {
  const nowMs = performance.now();
  longestMs = Math.max(longestMs, nowMs - lastMs);
  lastMs = nowMs;
  if (keys.size > 0) setTimeout(turn, 1);
  else console.log(`all gone; the longest turn of the loop took ${longestMs.toFixed(0)} ms`);
}
turn();
