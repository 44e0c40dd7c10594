import { expect, test, vi } from 'vitest';
import { choosePlan } from '../src/choose-plan.ts';
import { nameOf } from '../src/figures.ts';
import { readFlags } from '../src/flags.ts';
import { GOALS } from '../src/goals.ts';
import { workloads } from '../src/workloads.ts';

const out = { write: () => {}, isTTY: false, colors: undefined as never };
const plan = (line: string) => choosePlan(readFlags(line.split(' ').filter(Boolean), out));

test('a quick run measures what the goals name, and nothing else', () => {
  const { matches, extras } = plan('--quick');
  const measured = [
    ...matches.flatMap(({ load, contestants }) => contestants.map((id) => `${id} ${nameOf(load)}`)),
    ...extras.flatMap(({ measure, contestants }) => contestants.map((id) => `${id} ${measure}`)),
  ];
  const wanted = GOALS.flatMap(({ contestant, baseline, cell }) => [
    `${contestant} ${cell}`,
    ...(baseline === undefined ? [] : [`${baseline} ${cell}`]),
  ]);
  expect(measured).toEqual(expect.arrayContaining(wanted));
  // Beside them only Redis growing and starting, for comparison.
  const more = measured.filter((each) => !wanted.includes(each));
  expect(more).toEqual(['redis growth', 'redis start']);
});

test('a full run has every workload, pipeline, payload and crowd, and every stage from 03 on', () => {
  const { matches } = plan('');
  const values = <T>(of: (load: (typeof matches)[0]['load']) => T) => [
    ...new Set(matches.map(({ load }) => of(load))),
  ];
  expect(values(({ workload }) => workload).sort()).toEqual(
    ['get', 'incr', 'mixed', 'mset', 'ping', 'set', 'zadd', 'zrange'].sort(),
  );
  expect(values(({ payloadBytes }) => payloadBytes).sort((a, b) => a - b)).toEqual([
    3, 100, 1_000, 100_000,
  ]);
  expect(values(({ clients }) => clients).sort((a, b) => a - b)).toEqual([1, 50, 1000]);
  expect(values(({ pipeline }) => pipeline).sort((a, b) => a - b)).toEqual([1, 16, 64]);
  const ping = matches
    .filter(({ load }) => load.workload === 'ping')
    .flatMap(({ contestants }) => contestants);
  expect(ping).toEqual(
    expect.arrayContaining([
      '03',
      '04',
      '05',
      '06',
      '07',
      '07-epoll',
      '07-node',
      '07-poll',
      'redis',
    ]),
  );
});

test('no cell is measured twice, and no stage is asked for what it cannot do', () => {
  const { matches } = plan('');
  const names = matches.map(({ load }) => nameOf(load));
  expect(new Set(names).size).toBe(names.length);
  for (const { load, contestants } of matches)
    if (load.workload !== 'ping') expect(contestants).not.toContain('03');
});

test('--stages and --workloads choose, a named axis replaces the plan', () => {
  expect(plan('--quick --workloads incr,memory').extras.map(({ measure }) => measure)).toEqual([
    'memory',
  ]);
  expect(plan('--stages 03 --workloads ping').matches.at(0)?.contestants).toEqual(['03', 'redis']);
  const { matches, extras } = plan('--workloads get --pipelines 1,64 --transports epoll,node');
  expect(matches.map(({ load, contestants }) => [load.pipeline, contestants])).toEqual([
    [1, ['07-epoll', '07-node', 'redis']],
    [64, ['07-epoll', '07-node', 'redis']],
  ]);
  expect(extras).toEqual([]);
  const mixed = plan('--workloads get,memory --clients 1');
  expect([mixed.matches.length, mixed.extras.length]).toEqual([1, 1]);
});

test('a stage that is named runs every workload that it knows, beside whom it is compared with', () => {
  const told = (line: string) =>
    plan(line).matches.map(({ load, contestants }) => `${nameOf(load)}: ${contestants.join(' ')}`);
  const mset = told('--stages 04 --workloads mset');
  expect(mset).toContain('mset c50 p1 d3: 04 redis');
  expect(told('--stages 06 --workloads set').join('\n')).not.toContain('everysec');
  expect(told('--stages 03 --workloads get')).toEqual([]);
  const logged = told('--quick --stages 07 --workloads set');
  expect(logged).toContain('set c50 p1 d3: 07 07-everysec redis redis-everysec');
});

test('--against puts the other checkout’s stage beside each', () => {
  const { matches } = plan('--workloads get --clients 1 --against ../..');
  expect(matches[0]?.contestants).toEqual(['07', '07@other', 'redis']);
});

test('without redis-server the stages are measured alone', () => {
  const { matches, extras } = choosePlan(readFlags(['--quick'], out), false);
  const all = [...matches, ...extras].flatMap(({ contestants }) => contestants);
  expect(all).toEqual(expect.arrayContaining(['07', '07-node', '07-everysec']));
  expect(all.filter((id) => id.startsWith('redis'))).toEqual([]);
});

test('a flag that makes no sense is refused', () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(() => plan('--workloads lpush')).toThrow(/lpush/);
  expect(() => plan('--transports carrier-pigeon')).toThrow(/carrier-pigeon.*epoll, poll, node/);
  expect(() => plan('--stages 02')).toThrow(/02.*03, 04/);
  expect(() => plan('--against test')).toThrow(/checkout/);
  expect(() => plan('--rounds 0')).toThrow(/whole number/);
});

test('who writes is filled before, and so emptied: no cell is measured on what another one left', () => {
  expect(workloads.filter(({ filled }) => filled === undefined).map(({ id }) => id)).toEqual([
    'ping',
  ]);
});
