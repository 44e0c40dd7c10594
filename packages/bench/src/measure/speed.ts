// Requests per second, latency and CPU time: contestants run the same load in turn, round after round, and turn about,
// so that whoever went first goes last in the next round.

import type { Started } from '../contestants.ts';
import { type Figure, type Load, nameOf, type Round } from '../figures.ts';
import { empty, fill } from '../load/fill.ts';
import type { Generator } from '../load/generators.ts';
import type { LoadThread } from '../load/own/load-thread.ts';
import { cpuTimeUs } from '../vitals.ts';
import { fillers, keysFor, workloadOf } from '../workloads.ts';
import type { How } from './how.ts';

/** Long enough for the compiler to see what it has to do, and to tell how many commands fill a shot. */
const WARM_UP_SECONDS = 0.4;
const FEWEST_COMMANDS = 50;
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
    const perSecond = await warmUp(server, load, generator);
    const commands = Math.max(FEWEST_COMMANDS, load.clients * load.pipeline, perSecond * seconds);
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

/** Commands in a second, from short runs that grow until one is long enough to tell. */
async function warmUp(server: Started, load: Load, generator: Generator): Promise<number> {
  let commands = load.clients * load.pipeline * FIRST_COMMANDS_PER_CLIENT;
  for (;;) {
    const beganMs = performance.now();
    const { perSecond } = await generator.shoot(server, load, commands);
    const tookSeconds = (performance.now() - beganMs) / 1000;
    if (tookSeconds >= WARM_UP_SECONDS) return perSecond;
    commands = Math.ceil(commands * Math.min(8, (1.3 * WARM_UP_SECONDS) / tookSeconds));
  }
}

async function shoot(
  server: Started,
  load: Load,
  commands: number,
  generator: Generator,
): Promise<Round> {
  const beforeUs = cpuTimeUs(server.pid);
  const outcome = await generator.shoot(server, load, commands);
  const afterUs = cpuTimeUs(server.pid);
  if (beforeUs === undefined || afterUs === undefined) return outcome;
  const spentUs = afterUs - beforeUs;
  const tookUs = (commands / outcome.perSecond) * 1e6;
  return { ...outcome, cpuUs: spentUs / commands, busy: spentUs / tookUs };
}
