// Requests per second, latency and CPU time: contestants run the same load in turn, round after round, and turn about,
// so that whoever went first goes last in the next round.

import type { Started } from '../contestants.ts';
import { type Figure, type Load, nameOf, type Round } from '../figures.ts';
import { empty, fill } from '../load/fill.ts';
import type { Generator } from '../load/generators.ts';
import type { LoadThread } from '../load/own/load-thread.ts';
import type { Outcome } from '../load/redis-benchmark.ts';
import { cpuTimeUs } from '../vitals.ts';
import { fillers, keysFor, workloadOf } from '../workloads.ts';
import type { How } from './how.ts';

/** Long enough for the compiler to see what it has to do, and to tell how many commands fill a shot. */
const WARM_UP_SECONDS = 0.4;
/** On a machine that is busy with other things that takes longer. */
const WARM_UP_COMMANDS = 20_000;
const LONGEST_WARM_UP_SECONDS = 2;
const FEWEST_COMMANDS = 50;
/** Where the server takes less of a processor than this, a shot is made longer, up to three times: CPU time comes in ticks. */
const BUSY_ENOUGH = 0.5;
const LONGEST_SHOT = 3;
/** Ten ticks; of less nothing can be told. */
const LEAST_CPU_US = 100_000;
/** More than the fastest does in the first moments, so that a warm-up is never over at once. */
const FIRST_COMMANDS_PER_CLIENT = 40;

export async function measureSpeed(
  load: Load,
  servers: readonly Started[],
  { generator, thread, rounds, seconds, told }: How & { generator: Generator },
): Promise<Figure[]> {
  const shots: { server: Started; commands: number; rounds: Round[] }[] = [];
  for (const server of servers) {
    await prepare(thread, server, load);
    const { perSecond, busy } = await warmUp(server, load, generator);
    const longer = Math.min(LONGEST_SHOT, Math.max(1, BUSY_ENOUGH / Math.max(busy ?? 1, 0.01)));
    const wanted = perSecond * seconds * longer;
    const commands = Math.max(FEWEST_COMMANDS, load.clients * load.pipeline, wanted);
    shots.push({ server, commands: Math.round(commands), rounds: [] });
  }
  for (let round = 0; round < rounds; round++) {
    for (const each of round % 2 === 0 ? shots : shots.toReversed()) {
      const measured = await shoot(each.server, load, each.commands, generator);
      each.rounds.push(measured);
      told(each.server.contestant.id, measured);
    }
  }
  return shots.map(({ server, rounds: all }) => ({
    contestant: server.contestant.id,
    cell: nameOf(load),
    load,
    rounds: all,
  }));
}

/** What each server holds, by its id: filled again only where that would change something. */
const held = new WeakMap<Started, string>();

async function prepare(
  thread: LoadThread,
  server: Started,
  { workload, payloadBytes }: Load,
): Promise<void> {
  const { filled, hasPayload } = workloadOf(workload);
  const wanted = filled === undefined ? undefined : `${filled} ${hasPayload ? payloadBytes : 0}`;
  if (wanted === undefined || held.get(server) === wanted) return;
  const words = fillers[filled ?? 'strings']('x'.repeat(payloadBytes));
  await empty(thread, server);
  await fill(thread, server, words, keysFor(payloadBytes));
  held.set(server, wanted);
}

/** Short shots that grow until one is long enough to tell, and all together were enough to compile. Returns the last one. */
async function warmUp(server: Started, load: Load, generator: Generator): Promise<Speed> {
  let commands = load.clients * load.pipeline * FIRST_COMMANDS_PER_CLIENT;
  let sent = 0;
  const beganMs = performance.now();
  for (;;) {
    const shotMs = performance.now();
    const measured = await shoot(server, load, commands, generator);
    const nowMs = performance.now();
    sent += commands;
    const isLong = (nowMs - shotMs) / 1000 >= WARM_UP_SECONDS;
    const isWarm = sent >= WARM_UP_COMMANDS || (nowMs - beganMs) / 1000 >= LONGEST_WARM_UP_SECONDS;
    if (isLong && isWarm) return measured;
    commands = Math.ceil(commands * Math.min(8, (1300 * WARM_UP_SECONDS) / (nowMs - shotMs)));
  }
}

type Speed = Outcome & { readonly cpuUs?: number; readonly busy?: number };

async function shoot(
  server: Started,
  load: Load,
  commands: number,
  generator: Generator,
): Promise<Speed> {
  const beforeUs = cpuTimeUs(server.pid);
  const outcome = await generator.shoot(server, load, commands);
  const afterUs = cpuTimeUs(server.pid);
  if (beforeUs === undefined || afterUs === undefined) return outcome;
  const spentUs = afterUs - beforeUs;
  const busy = spentUs / ((commands / outcome.perSecond) * 1e6);
  return { ...outcome, busy, ...(spentUs >= LEAST_CPU_US && { cpuUs: spentUs / commands }) };
}
