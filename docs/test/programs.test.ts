// The small programs that chapters show do what the text says of them.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Args, latin1Slice } from '@byor/04-kv/core';
import { Engine, layers, pageHost } from '@byor/05-expiry/core';
import { layers as allLayers, MemoryFileSystem } from '@byor/07-sorted-set/core';
import { type RunningServer, startStage } from '@byor/spec';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { median } from '../programs/median.ts';
import { rateLimit } from '../programs/rate-limit.ts';
import { setIfEqual } from '../programs/set-if-equal.ts';
import { engine } from '../programs/shout.ts';
import { DOCS } from './support.ts';

/** One client of an engine that has started; it hears the replies as bytes. */
function talkTo(engine: Pick<Engine, 'connect' | 'execute' | 'start'>) {
  engine.start();
  const client = engine.connect();
  return (...request: string[]): string => {
    engine.execute(Args.of(...request), client);
    const bytes = client.output.bytes();
    const reply = latin1Slice(bytes, 0, bytes.length);
    client.output.consume(bytes.length);
    return reply;
  };
}

test('a layer adds a command to the engine', () => {
  expect(talkTo(engine)('Shout', 'hello')).toBe('$5\r\nHELLO\r\n');
});

test('a value is written only over the expected one, and only then recorded', () => {
  const engine = new Engine(pageHost()).use(...layers, setIfEqual);
  const records: string[] = [];
  engine.hooks.write.push((_, request) => records.push(request.strings().join(' ')));
  const say = talkTo(engine);
  expect(say('SETIFEQ', 'k', '', 'v')).toBe(':0\r\n');
  expect(say('EXISTS', 'k')).toBe(':0\r\n');
  say('SET', 'k', 'old');
  expect(say('SETIFEQ', 'k', 'older', 'new')).toBe(':0\r\n');
  expect(say('SETIFEQ', 'k', 'old', 'new')).toBe(':1\r\n');
  expect(say('GET', 'k')).toBe('$3\r\nnew\r\n');
  expect(records).toEqual(['SET k old', 'SETIFEQ k old new']);
});

test('a rate limiter: hits count in their window, and what is logged says when it ends', () => {
  let nowMs = 1_700_000_000_000;
  const engine = new Engine(pageHost({ now: () => nowMs })).use(...layers, rateLimit);
  const records: string[] = [];
  engine.hooks.write.push((_, request) => records.push(request.strings().join(' ')));
  const say = talkTo(engine);
  const hit = () => Number(say('HIT', 'api', '2', '1000').slice(1));
  expect([hit(), hit(), hit()]).toEqual([1, 0, -1]);
  nowMs += 600;
  expect(say('PTTL', 'api')).toBe(':400\r\n');
  expect(hit()).toBe(-1);
  nowMs += 401;
  expect(hit()).toBe(1);
  expect(records).toEqual([
    'SET api 1 PXAT 1700000001000',
    'SET api 2 PXAT 1700000001000',
    'DEL api',
    'SET api 1 PXAT 1700000002001',
  ]);
});

test('a layer on sorted sets: the member in the middle', () => {
  const report = { note() {}, warn() {} };
  const engine = new Engine().use(...allLayers({ disk: new MemoryFileSystem(), report }), median);
  const say = talkTo(engine);
  say('ZADD', 'race', '312', 'ada', '298', 'grace', '305', 'linus');
  expect(say('ZMEDIAN', 'race')).toBe('$5\r\nlinus\r\n');
  expect(say('ZMEDIAN', 'missing')).toBe('$-1\r\n');
});

test('a recorder shows what a log would get', () => {
  const printed = execFileSync(
    process.execPath,
    ['--import', 'tsx', path.join(DOCS, 'programs/recorder.ts')],
    { cwd: DOCS, encoding: 'utf8', timeout: 30_000 },
  );
  const chapter = readFileSync(path.join(DOCS, '05-expiry.md'), 'utf8');
  expect(chapter).toContain(`$ npx tsx docs/programs/recorder.ts\n${printed}`);
});

let server: RunningServer;
beforeAll(async () => {
  server = await startStage('03');
});
afterAll(() => server?.stop());

const run = (program: string) =>
  execFileSync(process.execPath, [path.join(DOCS, 'programs', program), String(server.port)], {
    encoding: 'utf8',
    timeout: 30_000,
  });

test('a thousand clients are answered', () => {
  expect(run('thousand-clients.mjs')).toMatch(/^1000 of 1000 clients were answered, in \d+ ms\n$/);
});

test('a client that does not read is taken a bounded number of bytes from', () => {
  expect(run('deaf-client.mjs')).toMatch(/^after \d+\.\d MB nothing more was taken\n$/);
});
