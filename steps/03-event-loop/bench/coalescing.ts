// What a rest before the next wait is worth: the same server with it and without, in turn, for crowds of several sizes.
// Run: npx tsx bench/coalescing.ts. Takes a minute, needs redis-benchmark; the machine should be idle.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { respond, Session } from '../src/index.ts';
import { chooseTransport } from '../src/transport/choose-transport.ts';

const CLIENTS = [1, 8, 32, 50, 200];
const ROUNDS = 7;
const REQUESTS = 60_000;

interface Figures {
  readonly perSecond: number;
  /** Microseconds of processor time for each request, of this whole process. */
  readonly cpuUs: number;
  /** Requests that were served in a turn: one a client. */
  readonly ready: number;
}

/** PINGs from so many clients. */
async function measure(clients: number, coalesce: boolean): Promise<Figures> {
  const transport = chooseTransport('epoll', Date.now, coalesce);
  const listener = await transport.listen(
    { host: '127.0.0.1', port: 0 },
    () => new Session(respond),
  );
  let turns = 0;
  transport.loop.beforeSleep('flush', () => turns++);
  const end = transport.loop.run();
  const words = `-p ${listener.port} -c ${clients} -n ${REQUESTS} -q -t ping_mbulk`.split(' ');
  const cpu = process.cpuUsage();
  const load = spawn('redis-benchmark', words, { stdio: ['ignore', 'pipe', 'ignore'] });
  let printed = '';
  load.stdout.setEncoding('utf8').on('data', (text) => {
    printed += text;
  });
  await once(load, 'close');
  const { user, system } = process.cpuUsage(cpu);
  transport.loop.stop();
  await end;
  transport.close();
  const perSecond = Number(/([\d.]+) requests per second/.exec(printed)?.[1]);
  return { perSecond, cpuUs: (user + system) / REQUESTS, ready: REQUESTS / turns };
}

const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);
const median = (values: readonly number[]): number =>
  sorted(values)[Math.floor(values.length / 2)] as number;

/** The median, the least and the most. */
function spread(values: readonly number[]): string {
  const all = sorted(values);
  const [least, most] = [all[0], all.at(-1)] as [number, number];
  return `${median(all).toFixed(2)} × (${least.toFixed(2)}–${most.toFixed(2)})`;
}

await measure(50, true); // what V8 has to learn
console.log('         clients a turn    with the rest, to without');
console.log('clients   alone   rested            requests/s             processor');
for (const clients of CLIENTS) {
  const alone: Figures[] = [];
  const rested: Figures[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    alone.push(await measure(clients, false));
    rested.push(await measure(clients, true));
  }
  const [before, after] = [alone, rested].map((all) => median(all.map(({ ready }) => ready)));
  /** Round by round: what slows the machine down slows both of a round. */
  const ratio = (figure: keyof Figures) =>
    spread(rested.map((each, round) => each[figure] / (alone[round] as Figures)[figure]));
  const columns = [
    String(clients).padStart(7),
    (before as number).toFixed(1).padStart(8),
    (after as number).toFixed(1).padStart(9),
    ratio('perSecond').padStart(22),
    ratio('cpuUs').padStart(22),
  ];
  console.log(columns.join(''));
}
