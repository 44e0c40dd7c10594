// The tail of the latency: p99.9 with a million keys at half of the load that Redis can just bear, 80 % GET and 20 % SET at
// fixed moments. Both get the same load, so the slower one has no easier time. One in a thousand is easily one that another
// process has held up, so commands in whose time server or generator waited for a processor are left out, and counted.

import type { Started } from '../contestants.ts';
import type { Figure, Round } from '../figures.ts';
import { fill } from '../load/fill.ts';
import type { Job } from '../load/own/load.ts';
import type { LoadThread } from '../load/own/load-thread.ts';
import { cpuTimeUs } from '../vitals.ts';
import { KEY } from '../workloads.ts';
import type { How } from './how.ts';
import { MILLION, VALUE } from './memory.ts';

const CLIENTS = 50;
const PEAK_COMMANDS = 100_000;
/** One in a thousand is told of: that takes more commands than a rate. */
const SHOTS = 3;

const kinds = [
  { share: 0.8, words: ['GET', KEY] },
  { share: 0.2, words: ['SET', KEY, VALUE] },
];

/** `servers` are empty; the last one, Redis where there is one, sets the pace. */
export async function measureTail(
  servers: readonly Started[],
  { tailRounds, seconds, thread, told, seed }: How & { readonly seed: number },
): Promise<Figure[]> {
  for (const server of servers) await fill(thread, server, ['SET', KEY, VALUE], MILLION);
  let perSecond = 0;
  // All of them, so that none is cold; the last one's counts.
  for (const server of servers)
    perSecond = (await thread.run(jobFor(server, PEAK_COMMANDS, seed))).perSecond / 2;
  const commands = Math.round(perSecond * seconds * SHOTS);
  const figures = servers.map((server) => ({ server, rounds: [] as Round[] }));
  for (let round = 0; round < tailRounds; round++) {
    for (const each of round % 2 === 0 ? figures : figures.toReversed()) {
      const job = { ...jobFor(each.server, commands, seed + round), perSecond };
      const measured = await paced(job, each.server, thread);
      each.rounds.push(measured);
      told(each.server.contestant.id, measured);
    }
  }
  return figures.map(({ server, rounds: all }) => ({
    contestant: server.contestant.id,
    cell: 'tail',
    rounds: all,
  }));
}

const jobFor = ({ host, port, pid }: Started, commands: number, seed: number): Job => ({
  address: { host, port },
  pid,
  kinds,
  clients: CLIENTS,
  pipeline: 1,
  keys: MILLION,
  commands,
  seed,
});

async function paced(job: Job, { pid }: Started, thread: LoadThread): Promise<Round> {
  const beforeUs = cpuTimeUs(pid);
  const report = await thread.run(job);
  const afterUs = cpuTimeUs(pid);
  if (beforeUs === undefined || afterUs === undefined) return report;
  return { ...report, cpuUs: (afterUs - beforeUs) / job.commands };
}
