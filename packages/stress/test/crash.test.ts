// The judge of the crash test, on histories made by hand; and the whole of it on redis-server, with and without a log.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireTool } from '@byor/spec';
import { randomFrom } from '@byor/spec/harness';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  findPrefix,
  isOnePrefix,
  lossOf,
  type Part,
  type Sent,
  Unexplained,
} from '../src/crash/history.ts';
import { commandSubject, crash, stageSubject } from '../src/crash/index.ts';
import { Load } from '../src/crash/operations.ts';
import { cutPower } from '../src/crash/power-cut.ts';
import { agrees, type Entry, type Operation, type State } from '../src/crash/state.ts';

const look = { startMs: 10_000, endMs: 10_100 };
const text = (value: string, whenMs?: number): Entry => ({ value, whenMs });

function set(key: string, value: string): Operation {
  const apply = (state: State) => state.set(key, text(value));
  return { words: ['SET', key, value], keys: [key], apply };
}

/** Sent at ticks 10, 20, …; acknowledged one tick later, `late` ticks later, or never. */
function history(
  operations: readonly Operation[],
  acknowledged = operations.length,
  late = 1,
): Sent[] {
  return operations.map((operation, at) => {
    const sentTick = (at + 1) * 10;
    return at < acknowledged
      ? { operation, sentTick, ackedTick: sentTick + late, ackedMs: sentTick }
      : { operation, sentTick };
  });
}

const three = history([set('a', '1'), set('b', '1'), set('a', '2')], 2);
const found = (...entries: [string, Entry][]) => ({ state: new Map(entries), look });

describe('which prefix explains what was found', () => {
  test.each([
    ['none of it', 0, found()],
    ['all that was acknowledged', 2, found(['a', text('1')], ['b', text('1')])],
    ['what was in flight too', 3, found(['a', text('2')], ['b', text('1')])],
  ])('%s', (_, count, what) => {
    expect(findPrefix(new Map(), three, what)).toEqual({ least: count, most: count });
  });

  test.each([
    ['a later one without an earlier one', found(['a', text('2')])],
    ['a value that nobody wrote', found(['a', text('3')], ['b', text('1')])],
    ['a key that nobody wrote', found(['c', text('1')])],
    ['a deadline that nobody set', found(['a', text('1', 50_000)])],
  ])('none explains %s', (_, what) => {
    expect(() => findPrefix(new Map(), three, what)).toThrow(Unexplained);
  });

  test('commands that change nothing leave open which', () => {
    const same = history([set('a', '1'), set('a', '1'), set('a', '1')]);
    expect(findPrefix(new Map(), same, found(['a', text('1')]))).toEqual({ least: 1, most: 3 });
  });

  test('it says how the nearest one differs', () => {
    expect(() => findPrefix(new Map(), three, found(['a', text('1')], ['b', text('x')]))).toThrow(
      /Nearest: the first 2, but for\n {2}b: expected "1", found "x"/,
    );
  });
});

describe('what is lost', () => {
  const part = (sent: Sent[], most: number): Part => ({
    history: sent,
    prefix: { least: most, most },
  });

  test('acknowledged commands alone count', () => {
    expect(lossOf([part(three, 2)], 100)).toEqual({ count: 0, oldestMs: 0 });
    expect(lossOf([part(three, 1)], 100)).toEqual({ count: 1, oldestMs: 80 });
  });

  test('what is there was not sent after the acknowledgement of what is lost', () => {
    const quick = history([set('a', '1'), set('a', '2')]);
    const slow = history([set('b', '1'), set('b', '2')], 2, 15);
    expect(isOnePrefix([part(quick, 2), part(slow, 1)])).toBe(true); // both were on the way at once
    expect(isOnePrefix([part(quick, 1), part(quick, 0)])).toBe(true);
    expect(isOnePrefix([part(quick, 2), part(quick, 0)])).toBe(false);
  });
});

describe('a key that dies', () => {
  test.each([
    ['long dead and gone', 5000, undefined, true],
    ['long dead and there', 5000, text('v', 5000), false],
    ['dying during the look: gone', 10_050, undefined, true],
    ['dying during the look: there', 10_050, text('v', 10_050), true],
    ['alive and gone', 20_000, undefined, false],
    ['with another deadline', 20_000, text('v', 20_001), false],
  ])('%s', (_, whenMs, there, right) => {
    expect(agrees(text('v', whenMs), there, look)).toBe(right);
  });
});

const redis = requireTool('redis-server');

describe.skipIf(redis.missing)('redis-server', () => {
  const common = {
    rounds: 2,
    policy: 'always',
    clients: 8,
    fillerKeys: 1000,
    powerCut: false,
  } as const;
  const subject = (flags: string) =>
    commandSubject(`redis-server --port {port} --bind 127.0.0.1 --dir {dir} --save '' ${flags}`);

  test('keeps its promises with a log', async () => {
    const withLog = subject('--appendonly yes --appendfsync {policy}');
    const rounds = await crash({ ...common, subject: withLog, seed: 7 });
    expect(rounds.map(({ loss }) => loss.count)).toEqual([0, 0]);
  });

  test('is found out without one', async () => {
    const without = subject('--appendonly no');
    await expect(crash({ ...common, subject: without, seed: 7 })).rejects.toThrow(
      /old keys are gone/,
    );
  });

  test('is found out when its log lacks the last writes', async () => {
    const without = subject('--appendonly no');
    const running = crash({ ...common, fillerKeys: 0, subject: without, seed: 7 });
    await expect(running).rejects.toThrow(
      /round 1 of 2, appendfsync always, seed 7: \d+ acknowledged writes are lost/,
    );
  });
});

test('a power cut takes what was never forced to the disk, and nothing else', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'cut-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const url = (file: string) => new URL(file, import.meta.url);
  const preloads = ['--import', 'tsx', '--import', url('../src/crash/watch-syncs.ts').href];
  const program = fileURLToPath(url('./programs/late-sync.ts'));
  const { stderr } = spawnSync(process.execPath, [...preloads, program, '--dir', directory]);
  expect(String(stderr)).toBe('');
  const sizes = () =>
    ['late', 'cut'].map((name) => statSync(`${directory}/appendonlydir/${name}.aof`).size);
  expect(sizes()).toEqual([200, 200]);
  expect(cutPower(directory, () => 0)).toBe(150);
  expect(sizes()).toEqual([200, 50]);
});

test('the same seed makes the same load', () => {
  const words = () => {
    const load = new Load(1, randomFrom(5), true);
    return Array.from({ length: 200 }, () =>
      load
        .next()
        .words.join(' ')
        .replace(/PXAT \d+/, ''),
    );
  };
  expect(words()).toEqual(words());
});

test('SIGTERM under load: a clean end, and nothing is lost, not even by a power cut', async () => {
  const rounds = await crash({
    subject: stageSubject(undefined, true),
    rounds: 1,
    policy: 'no',
    clients: 8,
    fillerKeys: 500,
    seed: Math.floor(Math.random() * 2 ** 31),
    powerCut: true,
    terminate: true,
  });
  expect(rounds.map(({ loss }) => loss.count)).toEqual([0]);
});
