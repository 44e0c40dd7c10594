// OBJECT: how a value is kept.

import { ReplyError, type Slice } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import { type CommandFlag, oneKey } from '../engine/command.ts';
import type { Layer } from '../engine/engine.ts';
import type { Keyspace } from '../keyspace.ts';
import { helpRow } from './help.ts';

/** Redis shares one object for each integer below this, and answers for it with the greatest C int. */
const SHARED_INTEGERS = 10_000;
const SHARED = 2 ** 31 - 1;

const flags: readonly CommandFlag[] = ['readonly'];
const keys = oneKey('RO', 2);
const tips = ['nondeterministic_output'];

const help = helpRow('OBJECT', '6.2.0', [
  'ENCODING <key>',
  '    Return the kind of internal representation used in order to store the value',
  '    associated with a <key>.',
  'FREQ <key>',
  '    Return the access frequency index of the <key>. The returned integer is',
  '    proportional to the logarithm of the recent access frequency of the key.',
  'IDLETIME <key>',
  '    Return the idle time of the <key>, that is the approximated number of',
  '    seconds elapsed since the last access to the key.',
  'REFCOUNT <key>',
  '    Return the number of references of the value associated with the specified',
  '    <key>.',
]);

export const objectCommands: Layer = (engine) => {
  engine.commands.define('generic', [
    {
      name: 'object',
      arity: -2,
      flags: [],
      syntax: '',
      summary: 'A container for object introspection commands',
      since: '2.2.3',
      subcommands: [
        {
          name: 'encoding',
          arity: 3,
          flags,
          keys,
          tips,
          syntax: 'key',
          summary: 'Inspect the internal encoding of a Redis object',
          since: '2.2.3',
          run: (call) => inspect(call, (db, key) => call.reply.bulk(db.encoding(key) ?? '')),
        },
        {
          name: 'refcount',
          arity: 3,
          flags,
          keys,
          tips,
          syntax: 'key',
          summary: 'Get the number of references to the value of the key',
          since: '2.2.3',
          run: (call) => inspect(call, (db, key) => call.reply.integer(references(db, key))),
        },
        {
          name: 'idletime',
          arity: 3,
          flags,
          keys,
          tips,
          syntax: 'key',
          summary: 'Get the time since a Redis object was last accessed',
          since: '2.2.3',
          run: (call) => inspect(call, (db, key) => call.reply.integer(idleTime(db, key))),
        },
        {
          name: 'freq',
          arity: 3,
          flags,
          keys,
          tips,
          syntax: 'key',
          summary: 'Get the logarithmic access frequency counter of a Redis object',
          since: '4.0.0',
          run: (call) => inspect(call, (db, key) => call.reply.integer(frequency(db, key))),
        },
        help,
      ],
    },
  ]);
};

/** To ask is no access: the idle time goes on. */
function inspect({ db, args, reply }: Call, answer: (db: Keyspace, key: Slice) => void): void {
  const key = args.at(2);
  if (db.ask(key) === undefined) reply.null();
  else answer(db, key);
}

/** What Redis would count: values here belong to one key each. */
export function references(db: Keyspace, key: Slice): number {
  if (db.encoding(key) !== 'int') return 1;
  const value = (db.peek(key) as Slice).integer() ?? -1;
  return value >= 0 && value < SHARED_INTEGERS ? SHARED : 1;
}

function idleTime(db: Keyspace, key: Slice): number {
  if (db.frequency(key) === undefined) return db.idleSeconds(key) ?? 0;
  throw notTracked('An LFU maxmemory policy is selected, idle time');
}

function frequency(db: Keyspace, key: Slice): number {
  const frequency = db.frequency(key);
  if (frequency !== undefined) return frequency;
  throw notTracked('An LFU maxmemory policy is not selected, access frequency');
}

const notTracked = (what: string) =>
  new ReplyError(
    `ERR ${what} not tracked. Please note that when switching between policies at runtime LRU and ` +
      'LFU data will take some time to adjust.',
  );
