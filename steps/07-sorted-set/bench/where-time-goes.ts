// Where the time of a GET goes: in the kernel, in the program, and how many system calls it takes; this stage beside redis-server.
// Run: npx tsx bench/where-time-goes.ts. Takes a minute, needs redis-server, redis-benchmark and perf, and Linux.
// Times are processor time of the whole process. The kernel counts the calls (perf): strace would slow the server down, and
// clients would pile up and share turns that they do not share otherwise.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type RunningServer, startRedis, startStage } from '@byor/spec';

const KEYS = 100_000;
const PIPELINES = [1, 16, 64];
const ROUNDS = 5;
const SECONDS = 2;
/** Requests of a round that is timed, by pipeline: some seconds' worth. */
const PER_SECOND = new Map([
  [1, 80_000],
  [16, 500_000],
  [64, 900_000],
]);
const COUNTED = 100_000;
const TICK_US = 10_000;

interface Times {
  readonly programUs: number;
  readonly kernelUs: number;
}

/** Of all its threads, since it began: from /proc, in ticks of 10 ms. */
function timesOf({ pid }: RunningServer): Times {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { programUs: Number(fields[11]) * TICK_US, kernelUs: Number(fields[12]) * TICK_US };
}

const loadWords = ({ port }: RunningServer, test: string, requests: number, pipeline: number) =>
  `-p ${port} -c 50 -P ${pipeline} -r ${KEYS} -n ${requests} -t ${test} -q`.split(' ');

async function ask(...load: Parameters<typeof loadWords>): Promise<void> {
  await once(spawn('redis-benchmark', loadWords(...load), { stdio: 'ignore' }), 'close');
}

/** What a GET takes of each. */
async function measure(server: RunningServer, pipeline: number): Promise<Times> {
  const requests = (PER_SECOND.get(pipeline) ?? 0) * SECONDS;
  const before = timesOf(server);
  await ask(server, 'get', requests, pipeline);
  const after = timesOf(server);
  return {
    programUs: (after.programUs - before.programUs) / requests,
    kernelUs: (after.kernelUs - before.kernelUs) / requests,
  };
}

/** System calls for a GET. */
async function callsFor(server: RunningServer, pipeline: number): Promise<number> {
  const event = 'raw_syscalls:sys_enter';
  const load = ['redis-benchmark', ...loadWords(server, 'get', COUNTED, pipeline)];
  const perf = spawn('perf', ['stat', '-x', ',', '-e', event, '-p', String(server.pid), ...load], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  perf.stderr.setEncoding('utf8').on('data', (text) => {
    told += text;
  });
  await once(perf, 'close');
  return Number(/^(\d+),.*sys_enter/m.exec(told)?.[1]) / COUNTED;
}

const median = (values: number[]): number =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

const servers = await Promise.all([startStage('07'), startRedis(['--io-threads', '1'])]);
for (const server of servers) await ask(server, 'set', 10 * KEYS, 64);
console.log('GET of any of 100,000 keys, 50 clients, for each request:');
console.log('pipeline                 program    kernel   system calls');
for (const pipeline of PIPELINES) {
  const times = new Map(servers.map((server) => [server, [] as Times[]]));
  for (let round = 0; round < ROUNDS; round++)
    for (const server of servers) times.get(server)?.push(await measure(server, pipeline));
  for (const server of servers) {
    const all = times.get(server) ?? [];
    const columns = [
      `${String(pipeline).padStart(8)}  `,
      server.name.replace('stage ', '').padEnd(14),
      `${median(all.map(({ programUs }) => programUs)).toFixed(2)} µs`.padStart(8),
      `${median(all.map(({ kernelUs }) => kernelUs)).toFixed(2)} µs`.padStart(10),
      (await callsFor(server, pipeline)).toFixed(2).padStart(15),
    ];
    console.log(columns.join(''));
  }
}
await Promise.all(servers.map((server) => server.stop()));
