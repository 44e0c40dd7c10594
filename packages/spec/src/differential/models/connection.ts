// Commands about the connection and the server whose replies do not depend on time or machine.

import { integer, just, key, maybe, value, word } from '../arguments.ts';
import { type CommandModel, command } from '../model.ts';

export const connectionModels: readonly CommandModel[] = [
  command('PING', maybe(value)),
  command('ECHO', value),
  command('CLIENT SETNAME', value),
  command('CLIENT GETNAME'),
  command('CLIENT NONSENSE', maybe(value)),
  command('CLIENT REPLY', word('ON', 'MAYBE')),
  command('OBJECT REFCOUNT', just('no such key')),
  command('OBJECT FREQ', key),
  command('OBJECT NONSENSE', maybe(key)),
  command('CONFIG RESETSTAT'),
  command('CONFIG NONSENSE', maybe(value)),
  command('DEBUG NONSENSE'),
  command('COMMAND NONSENSE', maybe(value)),
  command('CLIENT'),
  command('OBJECT'),
  command('CONFIG'),
  command('AUTH', value, maybe(value)),
  command('NONSENSE', maybe(key), maybe(value), maybe(integer)),
];
