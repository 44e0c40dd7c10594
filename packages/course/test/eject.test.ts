// A stage as a project of its own: no trace of the course in it, it compiles, and it serves.

import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { findStage, listStages, ROOT, ServerProcess, WireClient } from '@byor/spec/harness';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ejectStage } from '../src/eject/eject.ts';
import { runCourse } from '../src/program.ts';
import { collected, temporaryFolder } from './support.ts';

const run = promisify(execFile);

async function ejected(number: string): Promise<string> {
  const folder = temporaryFolder();
  await ejectStage(ROOT, findStage(number), folder);
  return folder;
}

function textsIn(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]);
}

/** What `npm install` would fetch is borrowed from the packages of the repository: tests fetch nothing. */
function borrowPackages(folder: string): void {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(path.join(folder, 'package.json'), 'utf8'),
  );
  const lenders = [
    'packages/libc',
    'packages/launch',
    ...listStages().map(({ name }) => `steps/${name}`),
  ];
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    const places = lenders.map((lender) => path.join(ROOT, lender, 'node_modules', name));
    const place = path.join(folder, 'node_modules', name);
    mkdirSync(path.dirname(place), { recursive: true });
    symlinkSync(realpathSync(places.find((each) => existsSync(each)) as string), place);
  }
}

// The smallest, the first with a loop, the first with a log, and the last: the others differ from these in nothing that ejects.
describe.each(['01', '03', '06', '07'])('stage %s', (number) => {
  test('has no trace of the workspace, and every package that it imports', async () => {
    const folder = await ejected(number);
    const texts = textsIn(folder);
    const traces = texts.filter(([, text]) =>
      /@byor\/|workspace:|catalog:|\.\.\/steps\//.test(text),
    );
    expect(traces.map(([file]) => file)).toEqual([]);
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(path.join(folder, 'package.json'), 'utf8'),
    );
    const known = Object.keys({ ...dependencies, ...devDependencies });
    const imported = texts
      .filter(([file]) => file.endsWith('.ts'))
      .flatMap(([, text]) => [...text.matchAll(/^(?:import|export|\}) .*from '([^.'][^']*)';$/gm)])
      .map(([, name = '']) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'))
      .filter((name) => !name.startsWith('node:'));
    expect([...new Set(imported)].filter((name) => !known.includes(name))).toEqual([]);
  });
});

test('takes in the packages that the page of promises justifies, and no others', async () => {
  const folder = await ejected('07');
  const { dependencies } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const page = readFileSync(path.join(ROOT, 'docs/promises.md'), 'utf8');
  const [, table = ''] = page.split('## What a fork takes in');
  const rows = [...table.matchAll(/^\| `(.+)` (\S+) \| .+ \|$/gm)];
  expect(Object.fromEntries(rows.map(([, name, range]) => [name, range]))).toEqual(dependencies);
});

test('the whole of it compiles by itself', async () => {
  const folder = await ejected('07');
  borrowPackages(folder);
  const tsc = path.join(ROOT, 'packages/course/node_modules/.bin/tsc');
  await run(tsc, ['-p', folder, '--pretty', 'false']).catch(({ stdout }) => expect.fail(stdout));
});

test('it serves, and its own tests run there', async () => {
  const folder = await ejected('03');
  borrowPackages(folder);
  const args = ['src/launch/launch.mjs', 'src/main.ts', '--port', '0'];
  const server = new ServerProcess({ name: 'ejected', file: process.execPath, args, cwd: folder });
  onTestFinished(() => void server.stop());
  while (!/at 127\.0\.0\.1:\d+$/m.test(server.output()) && server.alive()) await server.ended(20);
  const port = Number(/at 127\.0\.0\.1:(\d+)$/m.exec(server.output())?.[1]);
  const options = { host: '127.0.0.1', port, timeoutMs: 10_000, number: 1, transcript: [] };
  const client = await WireClient.open(options);
  await client.call('ECHO', 'on its own feet').expect('on its own feet');
  client.close();

  const vitest = path.join(ROOT, 'packages/course/node_modules/vitest/vitest.mjs');
  const { stdout } = await run(
    process.execPath,
    [vitest, 'run', 'test/protocol/core/session.test.ts'],
    {
      cwd: folder,
      env: { ...process.env, NO_COLOR: '1' },
    },
  );
  expect(stdout).toMatch(/Tests {2}\d+ passed/);
});

test('the command writes into an empty folder only', async () => {
  const out = collected();
  const folder = temporaryFolder();
  const eject = () => runCourse(['eject', '01', folder, '--json'], { env: {}, cwd: ROOT, out });
  expect(await eject()).toBe(0);
  expect(JSON.parse(out.text)).toMatchObject({ stage: '01', folder });
  expect(await eject()).toBe(2);
});
