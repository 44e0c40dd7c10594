// What a command costs the engine, without a socket, in ns of the thread's own time. With V8 as it comes:
//   node ../../packages/launch/src/launch.mjs bench/commands.ts
// and as a stage runs (run-stage.ts), with --max-inlined-bytecode-size-cumulative=4000 behind `node`.

import { Engine, NodeHost, nodeDisk, Slice, stderrReport } from '@byor/06-aof';
import { threadCpuUs } from '@byor/libc';
import { layers } from '../src/layers.ts';

const KEYS = 100_000;
const PIPELINE = 64;
const READS = 2000;
const ROUNDS = 12;

const engine = new Engine(new NodeHost()).use(...layers({ disk: nodeDisk, report: stderrReport }));
engine.start();
const client = engine.connect();

const requestOf = (...words: string[]) =>
  `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;
const keyOf = (number: number) => `key:${String(number).padStart(12, '0')}`;
const anyKey = () => keyOf(Math.floor(Math.random() * KEYS));

/** As redis-benchmark asks: of one key, or of any among KEYS. */
const requests: Record<string, () => string> = {
  PING: () => requestOf('PING'),
  'GET of one key': () => requestOf('GET', keyOf(0)),
  'SET of one key': () => requestOf('SET', keyOf(0), 'xxx'),
  'INCR of one key': () => requestOf('INCR', 'counter'),
  'GET of any key': () => requestOf('GET', anyKey()),
  'SET of any key': () => requestOf('SET', anyKey(), 'xxx'),
  'INCR of any key': () => requestOf('INCR', `counter:${anyKey()}`),
};

function serve(bytes: Uint8Array): void {
  client.input.feed(bytes);
  client.process();
  client.output.consume(client.output.length);
}

function nsPerCommand(reads: readonly Uint8Array[]): number {
  const startUs = threadCpuUs();
  for (const read of reads) serve(read);
  return ((threadCpuUs() - startUs) * 1000) / (reads.length * PIPELINE);
}

for (let number = 0; number < KEYS; number++) {
  serve(Slice.of(requestOf('SET', keyOf(number), 'xxx')).bytes);
}
for (const [title, request] of Object.entries(requests)) {
  const reads = Array.from(
    { length: READS },
    () => Slice.of(Array.from({ length: PIPELINE }, request).join('')).bytes,
  );
  const rounds = Array.from({ length: ROUNDS }, () => nsPerCommand(reads));
  const bestNs = Math.min(...rounds).toFixed(0);
  console.log(`${title.padEnd(20)} ${bestNs.padStart(5)} ns`);
}
