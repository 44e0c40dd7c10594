// The notation of a command's syntax, where redis-server's own COMMAND DOCS do not show it.

import { expect, test } from 'vitest';
import { parseSyntax } from '../../src/admin/command-syntax.ts';

const typesOf = (syntax: string) =>
  parseSyntax(syntax, true).map(({ name, type }) => `${name} ${type}`);

test('a name may say its type; a colon that does not is part of the name', () => {
  expect(typesOf('key min:double ip:port stop:string')).toEqual([
    'key key',
    'min double',
    'ip:port string',
    'stop string',
  ]);
});
