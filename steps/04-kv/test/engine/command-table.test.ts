// The table of commands by itself: which name finds which row.

import { Slice } from '@byor/03-event-loop/core';
import { expect, test } from 'vitest';
import { CommandTable } from '../../src/engine/command-table.ts';
import { Engine } from '../../src/engine/engine.ts';
import { layers } from '../../src/layers.ts';

function tableOf(...names: readonly string[]): CommandTable {
  const table = new CommandTable();
  const rest = { arity: 1, flags: [], syntax: '', summary: '', since: '1.0.0', run: () => {} };
  table.define(
    'x',
    names.map((name) => ({ ...rest, name })),
  );
  return table;
}

test('a name is found in any case, wherever in a request it stands', () => {
  const table = tableOf('get', 'getex');
  const { bytes } = Slice.of('*1 GeTEX');
  expect(table.find(new Slice(bytes, 3, 6))?.name).toBe('get');
  expect(table.find(new Slice(bytes, 3, 8))?.name).toBe('getex');
});

test('letters alone have a case: a byte that differs from one in that bit is another', () => {
  const table = tableOf('ping', 'a@b', 'x-y');
  for (const name of ['P\x09NG', 'a`b', 'x\ry']) expect(table.find(Slice.of(name))).toBeUndefined();
  for (const name of ['PING', 'A@B', 'X-Y']) expect(table.find(Slice.of(name))).toBeDefined();
});

test('each command of the server is found, and nothing a letter longer or shorter', () => {
  const { commands } = new Engine().use(...layers);
  for (const { name } of commands.values()) {
    expect(commands.find(Slice.of(name.toUpperCase()))?.name).toBe(name);
    for (const near of [`${name}x`, name.slice(1)]) {
      expect(commands.find(Slice.of(near))?.name).toBe(commands.get(near)?.name);
    }
  }
});
