// Prints, as JSON, every command of the stages that have a command table, out of the tables themselves.
// A program of its own: the pages are built by a Node that reads no TypeScript.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Engine as Engine04, layers as layers04 } from '@byor/04-kv/core';
import { Engine as Engine05, layers as layers05 } from '@byor/05-expiry/core';
import { Engine as Engine06, layers as layers06 } from '@byor/06-aof/core';
import {
  type Command,
  Engine as Engine07,
  layers as layers07,
  MemoryFileSystem,
} from '@byor/07-sorted-set/core';
import type { CommandEntry } from './entries.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const options = { disk: new MemoryFileSystem(), report: { note() {}, warn() {} } };

const engines = {
  '04-kv': new Engine04().use(...layers04),
  '05-expiry': new Engine05().use(...layers05),
  '06-aof': new Engine06().use(...layers06(options)),
  '07-sorted-set': new Engine07().use(...layers07(options)),
};

type Sources = readonly (readonly [file: string, lines: readonly string[]])[];

const entries: CommandEntry[] = [];
const known = new Map<string, string>();
for (const [stage, engine] of Object.entries(engines)) {
  const files = sourceOf(stage);
  for (const command of engine.commands.all()) {
    const description = JSON.stringify([command.syntax, command.summary, command.arity]);
    const before = known.get(command.fullName);
    known.set(command.fullName, description);
    if (before === undefined || before !== description)
      entries.push(entryOf(stage, command, before !== undefined, files));
  }
}
process.stdout.write(JSON.stringify(entries));

function entryOf(stage: string, command: Command, replaces: boolean, files: Sources): CommandEntry {
  const { fullName, name, group, syntax, summary, since } = command;
  const [file, line] = placeOf(name, files);
  return { stage, fullName, group, syntax, summary: summary.trim(), since, replaces, file, line };
}

/** Its row, or else the first mention of its name where rows are put together by a function. */
function placeOf(name: string, files: Sources): [file: string, line: number] {
  for (const pattern of [`name: '${name}'`, `'${name}'`]) {
    for (const [file, lines] of files) {
      const at = lines.findIndex((line) => line.includes(pattern));
      if (at >= 0) return [file, at + 1];
    }
  }
  return ['', 0];
}

/** What is taught comes first: a family's file before the administration's. */
function sourceOf(stage: string): [file: string, lines: string[]][] {
  const folder = path.join(ROOT, 'steps', stage, 'src');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.ts'))
    .sort((a, b) => Number(a.startsWith('admin')) - Number(b.startsWith('admin')))
    .map((name) => [
      `steps/${stage}/src/${name.split(path.sep).join('/')}`,
      readFileSync(path.join(folder, name), 'utf8').split('\n'),
    ]);
}
