// How many keys a Map takes, and how long its longest set lasts: node docs/programs/map-at-its-limit.mjs

const map = new Map();
let longestMs = 0;
let longestAt = 0;
try {
  for (let i = 0; ; i++) {
    const startMs = performance.now();
    map.set(i, i);
    const tookMs = performance.now() - startMs;
    if (tookMs > longestMs) [longestMs, longestAt] = [tookMs, map.size];
  }
} catch (error) {
  console.log(`${error.name}: ${error.message}`);
  console.log(
    `${map.size} keys; the longest set took ${longestMs.toFixed(0)} ms, at key ${longestAt}`,
  );
}
