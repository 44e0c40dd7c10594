// The small programs that chapters show do what the text says of them.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type RunningServer, startStage } from '@byor/spec';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { engine } from '../programs/shout.ts';
import { DOCS } from './support.ts';
import { talkTo } from './talk.ts';

test('a layer adds a command to the engine', () => {
  expect(talkTo(engine)('Shout', 'hello')).toBe('$5\r\nHELLO\r\n');
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
