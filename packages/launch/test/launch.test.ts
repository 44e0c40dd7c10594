// Programs in a folder of their own, launched as a stage is.

import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, expect, test } from 'vitest';
import { LAUNCH } from '../src/index.ts';

let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'launch-test-')));
  mkdirSync(path.join(folder, 'src'));
  write('package.json', '{ "type": "module" }');
  write('src/value.ts', "export const value: string = 'one';\n");
  write('src/main.ts', "import { value } from './value.ts';\n\nconsole.log(value);\n");
  return () => rmSync(folder, { recursive: true, force: true });
});

const write = (file: string, text: string) => writeFileSync(path.join(folder, file), text);

interface Ending {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function launch(...args: string[]): Promise<Ending> {
  const words = [LAUNCH, 'src/main.ts', ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, words, { cwd: folder }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

test('the program finds everything as if Node had been started with it', async () => {
  write('src/main.ts', 'console.log(JSON.stringify([process.argv.slice(1), import.meta.url]));');
  const main = path.join(folder, 'src/main.ts');
  const expected = [[main, '--port', '0'], pathToFileURL(main).href];
  expect(JSON.parse((await launch('--port', '0')).out)).toEqual(expected);
});

test('what is edited runs at the next start, even if size and time of the file stay the same', async () => {
  const file = path.join(folder, 'src/value.ts');
  expect(await launch()).toMatchObject({ code: 0, out: 'one\n' });
  const { atime, mtime } = statSync(file);
  write('src/value.ts', "export const value: string = 'two';\n");
  utimesSync(file, atime, mtime);
  expect(await launch()).toMatchObject({ code: 0, out: 'two\n' });
});

test('a file that is gone is missed, though what was made of it is still there', async () => {
  await launch();
  rmSync(path.join(folder, 'src/value.ts'));
  const { code, err } = await launch();
  expect(code).toBe(1);
  expect(err).toContain('./value.ts');
});

test('package.json decides what a name means, so a change of it counts', async () => {
  write('src/other.ts', "export const value = 'other';\n");
  write('src/main.ts', "import { value } from '#value';\nconsole.log(value);\n");
  const imports = (file: string) => JSON.stringify({ type: 'module', imports: { '#value': file } });
  write('package.json', imports('./src/value.ts'));
  expect((await launch()).out).toBe('one\n');
  write('package.json', imports('./src/other.ts'));
  expect((await launch()).out).toBe('other\n');
});

test('a stack names the file that was written, and the line', async () => {
  write(
    'src/value.ts',
    "interface None {}\n\nthrow new Error('no value');\nexport const value = 1;",
  );
  const { code, err } = await launch();
  expect(code).toBe(1);
  expect(err).toContain('no value');
  expect(err).toMatch(/src[/\\]value\.ts:3:7/);
});

test('a mistake in the text is shown where it stands', async () => {
  write('src/value.ts', "export const value = 'one'\n\nlet 1;\n");
  const { code, err } = await launch();
  expect(code).toBe(1);
  expect(err).toContain('src/value.ts:3:4');
  expect(err).not.toContain('    at ');
});

test('starts at the same moment do not disturb each other', async () => {
  const endings = await Promise.all(Array.from({ length: 4 }, () => launch()));
  expect(endings.map(({ out }) => out)).toEqual(Array(4).fill('one\n'));
});

test('where nothing can be kept, it runs all the same', async () => {
  write('node_modules', 'a file where the folder would have to be: it stops root too');
  expect(await launch()).toMatchObject({ code: 0, out: 'one\n' });
});
