import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { machine } from '../machine.mjs';
import { nodeVersionProblem } from '../node-version.mjs';
import { fetchFailed, fingerprint } from '../set-up.mjs';
import { folderWith } from './folder.mjs';

describe('the version of Node', () => {
  test.each(['v20.19.0', 'v20.20.2', 'v22.0.0', 'v26.1.0'])('%s will do', (version) => {
    expect(nodeVersionProblem(version, [20, 19])).toBeUndefined();
  });

  test.each(['v20.18.3', 'v18.20.8', 'v8.0.0'])('%s is refused with what to do', (version) => {
    expect(nodeVersionProblem(version, [20, 19])).toMatch(
      new RegExp(
        `This is Node ${version}; the course needs 20.19 or newer.\\nGet the current one from https://nodejs.org`,
      ),
    );
  });
});

test('set-up is due again when the lock file, a manifest, or the packages change, and only then', () => {
  const folder = folderWith({
    'pnpm-lock.yaml': 'a',
    'pnpm-workspace.yaml': 'b',
    'package.json': {},
    'steps/01-a/package.json': {},
    'steps/01-a/src/index.ts': '',
  });
  const first = fingerprint(folder);
  appendFileSync(join(folder, 'steps/01-a/src/index.ts'), 'changed');
  expect(fingerprint(folder)).toBe(first);
  const seen = new Set([first]);
  for (const file of [
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'package.json',
    'steps/01-a/package.json',
  ]) {
    appendFileSync(join(folder, file), ' ');
    seen.add(fingerprint(folder));
  }
  rmSync(join(folder, 'steps/01-a/package.json'));
  seen.add(fingerprint(folder));
  expect(seen.size).toBe(6);
});

describe('when pnpm cannot be fetched', () => {
  test('a missing network is called that', () => {
    const text = fetchFailed('pnpm@1.2.3', 'npm error code ENOTFOUND\nnpm error network …');
    expect(text).toMatch(/could not reach its registry \(ENOTFOUND\)/);
    expect(text).toMatch(/run the same command again/);
  });

  test("anything else is told in npm's words", () => {
    expect(fetchFailed('pnpm@1.2.3', 'npm error code E403')).toMatch(
      /npm error code E403[\s\S]*could not fetch pnpm@1.2.3/,
    );
  });
});

test('a tool that appears, changes or goes away makes cached tests stale', () => {
  const folder = folderWith({ 'other-program': '' });
  const without = machine([folder]);
  writeFileSync(join(folder, 'redis-server'), 'v1');
  const first = machine([folder]);
  writeFileSync(join(folder, 'redis-server'), 'version 2');
  expect(new Set([without, first, machine([folder])]).size).toBe(3);
});
