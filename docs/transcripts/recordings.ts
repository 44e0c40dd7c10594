// What takes too long to be run by each `npm test`, or differs from machine to machine: it is run by `npm run docs:record`,
// which keeps what was printed in docs/results. ```console result=<name> shows it, <Result of="<name>.<figure>" /> a figure.

import type { Block } from './blocks.ts';

export interface Recording {
  /** As a transcript shows it. */
  readonly typed: readonly string[];
  /** Run before, and not shown: a server with flags. */
  readonly before?: readonly string[];
  /** Run in the place of what is typed: what needs two terminals. */
  readonly run?: string;
  /** Named groups are figures that the text may quote. */
  readonly figures?: RegExp;
}

/** The calls of one client's life, out of what strace wrote down. */
const TRACE = [
  'strace -f -o /tmp/data/trace -e trace=network,read,write,close npx tsx steps/01-socket/src/main.ts --port 7001 > /tmp/data/ready &',
  'until grep -q Ready /tmp/data/ready; do sleep 0.1; done',
  "printf 'hello, kernel\\n' | npx tsx steps/01-socket/src/client.ts --port 7001 > /tmp/data/echo",
  'kill $(ps -o pid= --ppid $!)',
  "sed -E 's/^[0-9]+ +//' /tmp/data/trace | sed -n '/^socket(AF_INET, SOCK_STREAM/,$p' | sed -E '/accept4\\(.*(unfinished|ERESTARTSYS)/q' | grep -E '^(socket|setsockopt|bind|listen|getsockname|accept4|(read|write)\\((1|[0-9]+), \".*|close)' | sed -E 's/^(accept4\\([0-9]+, ).*ERESTARTSYS.*/\\1…/'",
].join('\n');

/** Puts an exercise's code into the reader's files, as if it had been typed. */
const written = (...exercises: string[]) =>
  exercises.map((id) => `npm run course -- solution ${id} --write --yes`);

/** What a reader may write first into 1.1: it works, and keeps a descriptor when it fails. */
const FIRST_TRY = [
  'F=$BYOR_MY_REDIS/01-socket/src/listener.ts',
  `sed -i "s/^    throw new Error('1.1 is yours to write');/    const fd = socket(domainOf(endpoint.host));\\n    setReuseAddress(fd);\\n    bind(fd, endpoint);\\n    listen(fd, BACKLOG);\\n    return new Listener(fd);/" $F`,
  `sed -i "0,/^import/s//import { bind, domainOf, listen, setReuseAddress, socket } from '@byor\\/libc';\\nimport/" $F`,
].join('; ');

/** Three looks at a terminal in which `watch` runs: a body that is wrong, a hint, and the body mended. */
const WATCHED = [
  `T="tmux -L byor-$$"; screen() { $T capture-pane -p | sed 's/ *$//' | cat -s | sed '/./,$!d'; }`,
  `until_shown() { for i in $(seq 300); do screen | grep -q "$1" && break; sleep 0.1; done; }`,
  "$T new-session -d -x 96 -y 30 'npm run course watch'",
  "until_shown '1 of 3 tests'; screen; echo '· · ·'",
  "$T send-keys h; until_shown 'a nudge'; screen; echo '· · ·'",
  'npm run course -- solution 1.1 --write --yes > /tmp/data/written',
  "until_shown '3 tests$'; screen; $T send-keys q; sleep 0.5; $T kill-server 2> /tmp/data/gone",
].join('\n');

const STAGE_01 = ['1.1', '1.2', '1.3', '1.4', '1.5', '1.6'];

export const recordings: Readonly<Record<string, Recording>> = {
  'one-client-traced': {
    typed: [
      'strace -f -e trace=network,read,write,close npx tsx steps/01-socket/src/main.ts --port 7001',
    ],
    run: TRACE,
  },
  'protocol-hot-path': {
    typed: ['cd steps/02-protocol && npx tsx bench/hot-path.ts'],
    figures:
      /found as offsets +(?<offsetsNs>\d+) ns.*as three strings +(?<stringsNs>\d+) ns.*answered by a session +(?<sessionNs>\d+) ns/s,
  },
  'map-at-its-limit': {
    typed: ['node docs/programs/map-at-its-limit.mjs'],
    figures: /(?<keys>\d+) keys; the longest set took (?<longestMs>\d+) ms, at key (?<atKey>\d+)/s,
  },
  'a-timer-a-key': {
    typed: ['node docs/programs/a-timer-a-key.mjs'],
    figures: /(?<keyBytes>\d+) bytes each.* took (?<longestMs>\d+) ms/s,
  },
  'active-cycle': {
    typed: ['cd steps/05-expiry && npx tsx bench/active-cycle.ts'],
    figures: /longest turn: (?<longestMs>[\d.]+) ms/s,
  },
  memory: { typed: ['npm run memory -- --sizes 16,64'] },
  'hit-rate': {
    typed: ['cd steps/05-expiry && npx tsx bench/eviction.ts'],
    figures: /allkeys-lru .* (?<lru>-?[\d.]+) %\n?.*allkeys-lfu .* (?<lfu>-?[\d.]+) %/s,
  },
  'sync-cost': {
    typed: ['node docs/programs/sync-cost.mjs'],
    figures:
      / 1 record: +(?<alone>[\d,]+) .* 10 records: (?<ten>[\d,]+) .*100 records: (?<hundred>[\d,]+) /s,
  },
  'group-commit': {
    before: [
      'npm run step 06 -- --port 7006 --dir /tmp/data --appendonly yes --appendfsync always',
    ],
    typed: [
      'redis-benchmark -p 7006 -t set -n 400 -c 1 -q',
      'redis-benchmark -p 7006 -t set -n 20000 -c 50 -q',
    ],
    figures: /SET: (?<alone>[\d.]+) .*SET: (?<together>[\d.]+) /s,
  },
  'load-log': {
    typed: ['cd steps/06-aof && npx tsx bench/load.ts'],
    figures: /redis-server +[\d.]+ s +(?<redis>[\d,]+) .*06-aof +[\d.]+ s +(?<ours>[\d,]+) /s,
  },
  crash: { typed: ['npm run crash -- --rounds 5'] },
  leaderboard: {
    typed: ['npx tsx docs/programs/leaderboard.ts'],
    figures: /asked +(?<sortUs>[\d.,]+) .*order +(?<arrayUs>[\d.,]+) .*counts +(?<treeUs>[\d.]+) /s,
  },
  'sorted-set': {
    typed: ['cd steps/07-sorted-set && npx tsx bench/sorted-set.ts'],
    figures:
      /beside it +(?<memberBytes>\d+)\.?\d* bytes.*a copy +(?<copyMs>[\d.]+) ms.*in the 3 s after +(?<afterMs>[\d.]+) ms/s,
  },
  'sorted-set-range': {
    typed: ['cd steps/07-sorted-set && npx tsx bench/range.ts'],
    figures: /view of each +(?<viewNs>\d+) .*in memory +(?<wordsNs>\d+) /s,
  },
  coalescing: {
    typed: ['cd steps/03-event-loop && npx tsx bench/coalescing.ts'],
    figures:
      /\n +50 +(?<aloneReady>[\d.]+) +(?<ready>[\d.]+) +(?<rateRatio>[\d.]+) × \([^)]+\) +(?<cpuRatio>[\d.]+) ×/s,
  },
  'where-time-goes': {
    typed: ['npx tsx packages/bench/src/where-time-goes.ts'],
    figures:
      /\n +16 {2}stage 07 +(?<program16Us>[\d.]+) µs +(?<kernel16Us>[\d.]+) µs.*?\n +16 {2}redis-server +(?<redis16Us>[\d.]+) µs +(?<redisKernel16Us>[\d.]+) µs.*?\n +64 {2}stage 07 +(?<programUs>[\d.]+) µs +(?<kernelUs>[\d.]+) µs.*?\n +64 {2}redis-server +(?<redisUs>[\d.]+) µs +(?<redisKernelUs>[\d.]+) µs.*INCR.*\n +64 {2}stage 07 +(?<incrUs>[\d.]+) µs.*\n +64 {2}redis-server +(?<redisIncrUs>[\d.]+) µs/s,
  },
  inlining: {
    typed: [
      'cd steps/07-sorted-set && node ../../packages/launch/src/launch.mjs bench/commands.ts',
      'cd steps/07-sorted-set && node --max-inlined-bytecode-size-cumulative=4000 ../../packages/launch/src/launch.mjs bench/commands.ts',
    ],
    figures:
      /SET of one key +(?<usualSetNs>\d+) .*INCR of one key +(?<usualIncrNs>\d+) .*GET of any key +(?<usualGetAnyNs>\d+) .*GET of one key +(?<getNs>\d+) .*SET of one key +(?<setNs>\d+) .*INCR of one key +(?<incrNs>\d+) .*GET of any key +(?<getAnyNs>\d+) .*INCR of any key +(?<incrAnyNs>\d+) /s,
  },
  turns: {
    typed: ['cd steps/07-sorted-set && npx tsx bench/turns.ts'],
    figures:
      /counting(?: +\d+){8} +(?<nothingMs>[\d.]+).*growth: SET(?: +\d+){8} +(?<setMs>[\d.]+).*growth: ZADD(?: +\d+){8} +(?<zaddMs>[\d.]+).*rewrite, under load(?: +\d+){8} +(?<rewriteMs>[\d.]+).*expiry(?: +\d+){8} +(?<expiryMs>[\d.]+).*FLUSHALL ASYNC(?: +\d+){8} +(?<flushMs>[\d.]+)/s,
  },
  'chosen-keys': {
    typed: ['cd steps/04-kv && npx tsx bench/chosen-keys/main.ts'],
    figures: /: chosen keys +\d+ +\d+ +(?<chosenMs>\d+) ms/s,
  },
  'objects-or-blocks': {
    typed: ['npx tsx --expose-gc docs/programs/objects-or-blocks.ts'],
    figures:
      /objects +(?<objectBytes>\d+) bytes.* collection +(?<objectsMs>\d+) ms.*blocks +(?<blockBytes>\d+) bytes.* collection +(?<blocksMs>\d+) ms/s,
  },
  'one-get': {
    typed: ['npx tsx docs/programs/one-get.ts'],
    figures:
      /offsets +(?<offsetsNs>\d+) ns.*two strings +(?<stringsNs>\d+) ns.*bytes +(?<foldedNs>\d+) ns.*in a Map +(?<lowerNs>\d+) ns.*as a view +(?<viewNs>\d+) ns.*in a Map +(?<mapNs>\d+) ns.*the view +(?<replyNs>\d+) ns.*template +(?<templateNs>\d+) ns.*the clock +(?<clockNs>\d+) ns.*to nowhere +(?<writeNs>\d+) ns.*to bytes +(?<wholeNs>\d+) ns/s,
  },
  'site-build': {
    typed: ['npm run -s docs:build 2>&1 | tail -1'],
    figures: /build complete in (?<seconds>\d+)/,
  },
  'workbench-start': { typed: ['npm run course start 01'] },
  'workbench-hint': {
    before: ['npm run course start 01'],
    typed: ['npm run course hint', 'npm run course hint'],
  },
  'workbench-wrong': {
    before: ['npm run course start 01', FIRST_TRY],
    typed: ['npm run course check'],
  },
  'workbench-watch': {
    before: ['npm run course start 01', FIRST_TRY],
    typed: ['npm run course watch'],
    run: WATCHED,
  },
  'workbench-solution': {
    before: ['npm run course start 01', FIRST_TRY],
    typed: ['npm run course solution 1.1'],
  },
  'workbench-green': {
    before: ['npm run course start 01', ...written('1.1')],
    typed: ['npm run course check'],
  },
  'workbench-all': {
    before: ['npm run course start 01', ...written(...STAGE_01)],
    typed: ['npm run course check', 'npm run course'],
  },
  'workbench-next': {
    before: ['npm run course start 01', ...written(...STAGE_01)],
    typed: ['npm run course -- start 02 --mine', 'npm run course check'],
  },
  'workbench-parser': {
    before: [
      'npm run course start 01',
      ...written(...STAGE_01),
      'npm run course -- start 02 --mine',
      ...written('2.1', '2.2'),
    ],
    typed: ['npm run course hint 2.3', 'npm run course hint 2.3', 'npm run course check'],
  },
  'workbench-second': {
    before: [
      'npm run course start 01',
      ...written(...STAGE_01),
      'npm run course -- start 02 --mine',
      ...written('2.1', '2.2', '2.3', '2.4', '2.5', '2.6', '2.7', '2.8'),
    ],
    typed: ['npm run course check'],
  },
  'workbench-eject': {
    typed: [
      'npm run course eject 07 /tmp/data/my-kv',
      'cd /tmp/data/my-kv && npm install --silent && npm test --silent 2>&1 | tail -5',
      `cd /tmp/data/my-kv && (npm start --silent -- --port 6390 & sleep 5; redis-benchmark -p 6390 -t set,get,zadd -n 100000 -P 16 -q | tr '\\r' '\\n' | grep second; kill $!)`,
    ],
  },
  'workbench-mutants': { typed: ['npm run course mutants'] },
  'hash-table': {
    typed: ['cd steps/04-kv && npx tsx bench/table.ts'],
    figures: /longest that began a resize: (?<resizeMs>[\d.]+) ms/s,
  },
};

/** What a result file holds. */
export interface Result {
  readonly typed: readonly string[];
  /** `2 cores, Node v20.20.2, linux x64` */
  readonly machine: string;
  /** ISO, the day alone. */
  readonly day: string;
  /** A list of lines for each that was typed. */
  readonly printed: readonly (readonly string[])[];
}

/** The steps of a recording, for a World. */
export function stepsOf(lines: readonly string[]): Pick<Block, 'kill' | 'steps'> {
  return { kill: [], steps: lines.map((typed) => ({ at: '$', typed, expected: [] })) };
}
