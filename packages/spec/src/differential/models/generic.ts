// The commands that take keys of any type, and those on whole databases.

import { flags, integer, just, key, many, maybe, pattern, word } from '../arguments.ts';
import { adjust, type CommandModel, command } from '../model.ts';

const database = word('0', '1', '2', '15', '16', '-1', 'x');

export const genericModels: readonly CommandModel[] = [
  adjust(command('DEL', many(key)), { weight: 2 }),
  command('UNLINK', many(key)),
  command('EXISTS', many(key)),
  command('TOUCH', many(key)),
  command('TYPE', key),
  command('RENAME', key, key),
  command('RENAMENX', key, key),
  command('COPY', key, key, maybe(just('DB'), database), flags('REPLACE')),
  command('MOVE', key, database),
  adjust(command('KEYS', pattern), { agreement: 'unordered' }),
  adjust(
    command(
      'SCAN',
      just('0'),
      maybe(just('MATCH'), pattern),
      just('COUNT'),
      just('1000'),
      maybe(just('TYPE'), word('string', 'zset')),
    ),
    { agreement: 'unordered' },
  ),
  adjust(command('SCAN', word('0', 'x', '-1')), { agreement: 'kind' }),
  adjust(command('SCAN', just('0'), just('COUNT'), integer), { agreement: 'kind' }),
  adjust(command('RANDOMKEY'), { agreement: 'kind' }),
  command('DBSIZE'),
  command('SELECT', database),
  command('SWAPDB', database, database),
  command('FLUSHDB', flags('ASYNC', 'SYNC')),
];

/** The same where keys die: both servers count the dead until they are taken away, each in its own time. */
export const mortalModels: readonly CommandModel[] = genericModels.map((model) =>
  model.name === 'DBSIZE' ? adjust(model, { agreement: 'kind' }) : model,
);

/** How values are kept. */
export const encodingModels: readonly CommandModel[] = [
  adjust(command('OBJECT ENCODING', key), { weight: 4 }),
  adjust(command('DEBUG OBJECT', key), { agreement: 'kind' }),
  adjust(command('OBJECT REFCOUNT', key), { agreement: 'kind' }),
  adjust(command('OBJECT IDLETIME', key), { agreement: 'kind' }),
  adjust(command('MEMORY USAGE', key), { agreement: 'kind' }),
  command('COPY', key, key),
];
