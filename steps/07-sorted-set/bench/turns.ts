// How long is a turn of the loop while a million keys and a million members grow, are rewritten, die and are flushed?
// Run: npx tsx bench/turns.ts [how many, default 1000000]
// A turn is what one turn of the server does: a hundred requests of a client, the maintain phase, the persist phase.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Engine, NodeHost, nodeDisk } from '@byor/06-aof';
import { layers } from '../src/layers.ts';
import { TurnMeter } from './turn-meter.ts';

const COUNT = Number(process.argv[2] ?? 1_000_000);
const COMMANDS_PER_TURN = 100;
/** Before the measurement all of it runs with so many, more than once: by then the compiler has seen what there is to see. */
const REHEARSED = Math.min(COUNT, 50_000);
const REHEARSALS = 3;
/** Bounds in ms: of a rewrite, of the active cycle, and of all else. */
const REWRITE_MS = 2;
const EXPIRY_MS = 1;
const LONGEST_MS = 5;
const HOUR_MS = 3_600_000;
/** A turn of the yardstick: so much arithmetic, some 0.2 ms. */
const YARDSTICK_STEPS = 20_000;
const YARDSTICK_TURNS = 40_000;

// The collector is left out of what a turn takes, but V8 tells of no step of incremental marking. So it does without.
setFlagsFromString('--no-incremental-marking');

/** Time goes on by leaps too. */
class LeapingHost extends NodeHost {
  aheadMs = 0;
  override readonly now = (): number => Date.now() + this.aheadMs;
}

const directory = mkdtempSync(path.join(tmpdir(), 'byor-turns-'));
const host = new LeapingHost();
const engine = new Engine(host).use(
  ...layers({ disk: nodeDisk, report: { note: () => {}, warn: console.error } }),
);
engine.config.start('dir', directory);
engine.config.start('appendonly', 'yes');
engine.config.start('auto-aof-rewrite-percentage', '0');
engine.start();
const client = engine.connect();

let requests = '';

/** What the client sends in the next turn. */
function send(...parts: readonly (string | number)[]): void {
  requests += `*${parts.length}\r\n`;
  for (const part of parts) {
    const text = String(part);
    requests += `$${text.length}\r\n${text}\r\n`;
  }
}

const meter = new TurnMeter({
  commands: () => {
    if (requests.length === 0) return;
    client.input.feed(Buffer.from(requests, 'latin1'));
    requests = '';
    client.process();
    client.output.consume(client.output.length);
  },
  maintain: () => engine.maintain(),
  persist: () => engine.persist(),
});

/** A hundred requests a turn, `count` in all. */
function inTurns(count: number, request: (n: number) => void): () => boolean {
  let next = 0;
  return () => {
    for (let left = COMMANDS_PER_TURN; left > 0 && next < count; left--) request(next++);
    return next < count;
  };
}

const rewriting = () =>
  engine.info.text((name) => name === 'persistence').includes('aof_rewrite_in_progress:1');

/** Begins a rewrite, and goes on changing what it writes until it has ended. */
function rewriteUnderLoad(count: number): () => boolean {
  let turn = 0;
  let changes = 0;
  return () => {
    if (turn++ === 0) send('BGREWRITEAOF');
    for (let n = 0; n < 10; n++) {
      send('APPEND', `key:${(changes * 7919) % count}`, 'x');
      send('ZINCRBY', 'board', 1, `player:${(changes++ * 104_729) % count}`);
    }
    return turn === 1 || rewriting();
  };
}

/** The whole life of `count` keys and members. */
async function life(count: number, say: (text: string) => void): Promise<void> {
  const measure = async (name: string, boundMs: number, prepare: () => boolean) =>
    say(await meter.measure(name, boundMs, prepare));
  const set = (n: number) => send('SET', `key:${n}`, `value:${n}`);
  await measure('growth: SET', LONGEST_MS, inTurns(count, set));
  const add = (n: number) => send('ZADD', 'board', (n * 7919) % count, `player:${n}`);
  await measure('growth: ZADD', LONGEST_MS, inTurns(count, add));
  await measure('rewrite, under load', REWRITE_MS, rewriteUnderLoad(count));
  const dieAtMs = host.now() + HOUR_MS;
  const expire = (n: number) => send('PEXPIREAT', `key:${n}`, dieAtMs);
  await measure('deadlines: PEXPIREAT', LONGEST_MS, inTurns(count, expire));
  host.aheadMs += 2 * HOUR_MS;
  await measure('expiry', EXPIRY_MS, () => engine.database(0).size > 1);
  await measure('growth: SET', LONGEST_MS, inTurns(count, set));
  let turn = 0;
  await measure('FLUSHALL ASYNC', LONGEST_MS, () => {
    if (turn++ === 0) send('FLUSHALL', 'ASYNC');
    return turn < 1000;
  });
}

/** Turns that do nothing but count: what they differ by comes from the machine. */
async function yardstick(): Promise<string> {
  let sum = 0;
  const counting = new TurnMeter({
    commands: () => {
      for (let n = 0; n < YARDSTICK_STEPS; n++) sum = (sum + n * n) % 65_521;
    },
    maintain: () => {},
    persist: () => {},
  });
  let turn = 0;
  return counting.measure('nothing but counting', LONGEST_MS, () => ++turn < YARDSTICK_TURNS);
}

const many = (count: number) => count.toLocaleString('en');
console.log(
  `${many(COUNT)} keys and as many members, after ${REHEARSALS} rehearsals with ${many(REHEARSED)}.`,
);
console.log('Turns by their own work in ms; those beyond a bound are told one by one.');
console.log(TurnMeter.heading());
for (let n = 0; n < REHEARSALS; n++) await life(REHEARSED, () => {});
console.log(await yardstick());
await life(COUNT, console.log);
engine.stop();
rmSync(directory, { recursive: true, force: true });
