// Where the time of a GET goes, and of an INCR in a pipeline: in the kernel, in the program, and how many system calls it takes; stage 07 beside redis-server.
// Run: npx tsx packages/bench/src/where-time-goes.ts. Takes a minute, needs redis-server, redis-benchmark, perf, and Linux.
// The kernel counts the calls (perf): strace would slow the server down, and clients would pile up and share turns that they
// do not share otherwise.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { contestantOf, type Started, start } from './contestants.ts';
import { spreadOf } from './figures.ts';
import { redisBenchmark } from './load/redis-benchmark.ts';
import { cpuTimes } from './vitals.ts';
import { KEY, KEYS } from './workloads.ts';

const CLIENTS = 50;
const ROUNDS = 5;
/** Each with what fills the server for it, its pipelines, and how many requests a round of those has: two seconds' worth. */
const LOADS = [
  {
    fill: ['SET', KEY, 'xxx'],
    words: ['GET', KEY],
    requests: new Map([
      [1, 160_000],
      [16, 1_000_000],
      [64, 1_800_000],
    ]),
  },
  {
    fill: ['INCR', KEY],
    words: ['INCR', KEY],
    requests: new Map([
      [16, 1_000_000],
      [64, 1_800_000],
    ]),
  },
];
const COUNTED = 100_000;

/** Of a request, in µs. */
interface Times {
  readonly program: number;
  readonly kernel: number;
}

/** The same load from redis-benchmark, `commands` of it. */
const send = (server: Started, words: readonly string[], pipeline: number, commands: number) =>
  redisBenchmark('redis-benchmark', server, words, {
    clients: CLIENTS,
    pipeline,
    commands,
    keys: KEYS,
  });

interface Load {
  readonly words: readonly string[];
  readonly pipeline: number;
  readonly requests: number;
}

async function timesOf(server: Started, { words, pipeline, requests }: Load): Promise<Times> {
  const before = cpuTimes(server.pid);
  await send(server, words, pipeline, requests);
  const after = cpuTimes(server.pid);
  if (!before || !after) throw new Error('Linux alone tells where a process spends its time');
  return {
    program: (after.userUs - before.userUs) / requests,
    kernel: (after.systemUs - before.systemUs) / requests,
  };
}

/** System calls for a request: those that the kernel counts from here on, until the load has ended. */
async function callsOf(server: Started, { words, pipeline }: Load): Promise<number> {
  const count = ['stat', '-x', ',', '-e', 'raw_syscalls:sys_enter', '-p', String(server.pid)];
  const load = `-p ${server.port} -c ${CLIENTS} -P ${pipeline} -r ${KEYS} -n ${COUNTED} -q ${words.join(' ')}`;
  const perf = spawn('perf', [...count, 'redis-benchmark', ...load.split(' ')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  perf.stderr.setEncoding('utf8').on('data', (text) => {
    told += text;
  });
  await once(perf, 'close');
  return Number(/^(\d+),.*sys_enter/m.exec(told)?.[1]) / COUNTED;
}

async function tell(servers: readonly Started[], load: Load) {
  const times = servers.map(() => [] as Times[]);
  for (let round = 0; round < ROUNDS; round++)
    for (const [at, server] of servers.entries()) times[at]?.push(await timesOf(server, load));
  for (const [at, server] of servers.entries()) {
    const inUs = (which: keyof Times) =>
      `${spreadOf((times[at] ?? []).map((each) => each[which]))?.median.toFixed(2)} µs`;
    const calls = (await callsOf(server, load)).toFixed(2);
    const name = server.contestant.stage === undefined ? 'redis-server' : 'stage 07';
    const columns = [name.padEnd(14), inUs('program').padStart(8), inUs('kernel').padStart(10)];
    console.log(`${String(load.pipeline).padStart(8)}  ${columns.join('')}${calls.padStart(15)}`);
  }
}

const servers = [await start(contestantOf('07')), await start(contestantOf('redis'))];
try {
  for (const { fill, words, requests: each } of LOADS) {
    for (const server of servers) {
      await send(server, ['FLUSHALL'], 1, 1);
      await send(server, fill, 64, 10 * KEYS);
    }
    console.log(`${words[0]} of any of ${KEYS} keys, ${CLIENTS} clients, for each request:`);
    console.log('pipeline                 program    kernel   system calls');
    for (const [pipeline, requests] of each) await tell(servers, { words, pipeline, requests });
  }
} finally {
  for (const server of servers) await server.stop();
}
