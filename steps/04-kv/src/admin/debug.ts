// DEBUG: what test harnesses and the curious ask of a server. What needs a disk is not here.

import { ReplyError } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import type { DebugAction } from '../engine/debug-action.ts';
import type { Layer } from '../engine/engine.ts';
import { noSuchKey, notAnInteger, wrongSubcommand } from '../engine/errors.ts';
import { isString, type Value } from '../value.ts';
import { debugProtocol } from './debug-protocol.ts';
import { helpRow } from './help.ts';
import { references } from './object.ts';

/** Longest value that POPULATE makes: it is text, of which V8 holds no more than twice that. */
const MAX_POPULATED_BYTES = 256 * 1024 * 1024;

const actions: Readonly<Record<string, DebugAction>> = {
  ERROR: {
    least: 1,
    most: 1,
    help: [
      'ERROR <string>',
      '    Return a Redis protocol error with <string> as message. Useful for clients',
      '    unit tests to simulate Redis errors.',
    ],
    run: replyWithError,
  },
  OBJECT: {
    least: 1,
    most: 1,
    help: ['OBJECT <key>', '    Show low level info about `key` and associated value.'],
    run: describeObject,
  },
  POPULATE: {
    least: 1,
    most: 3,
    help: [
      'POPULATE <count> [<prefix>] [<size>]',
      '    Create <count> string keys named key:<num>. If <prefix> is specified then',
      "    it is used instead of the 'key' prefix.",
    ],
    run: populate,
  },
  PROTOCOL: {
    least: 1,
    most: 1,
    help: [
      'PROTOCOL <type>',
      '    Reply with a test value of the specified type. <type> can be: string,',
      '    integer, double, bignum, null, array, set, map, attrib, push, verbatim,',
      '    true, false.',
    ],
    run: debugProtocol,
  },
  'QUICKLIST-PACKED-THRESHOLD': {
    least: 1,
    most: 1,
    help: [
      'QUICKLIST-PACKED-THRESHOLD <size>',
      '    Accepted, without effect: there are no lists.',
    ],
    run: ({ reply }) => reply.ok(),
  },
  'SET-ACTIVE-EXPIRE': {
    least: 1,
    most: 1,
    help: ['SET-ACTIVE-EXPIRE <0|1>', '    Accepted, without effect: no key expires yet.'],
    run: ({ reply }) => reply.ok(),
  },
  SLEEP: {
    least: 1,
    most: 1,
    help: ['SLEEP <seconds>', '    Stop the server for <seconds>. Decimals allowed.'],
    run: sleep,
  },
};

export const debugCommands: Layer = ({ commands, debug }) => {
  for (const [name, action] of Object.entries(actions)) debug.set(name, action);
  commands.define('server', [
    {
      name: 'debug',
      arity: -2,
      flags: ['admin', 'noscript', 'loading', 'stale'],
      syntax: '',
      summary: 'A container for debugging commands',
      since: '1.0.0',
      run: runAction, // Redis lists no subcommands of DEBUG in COMMAND, so they are not in the table here either
    },
  ]);
};

function runAction(call: Call): void {
  const { engine, args } = call;
  requireAllowed(call);
  const given = args.at(1);
  if (given.is('HELP') && args.count === 2) {
    help(call);
    return;
  }
  const action = engine.debug.get(given.text().toUpperCase());
  const count = args.count - 2;
  if (action === undefined || count < action.least || count > action.most) {
    throw wrongSubcommand(given, 'DEBUG');
  }
  action.run(call);
}

function help(call: Call): void {
  const actions = [...call.engine.debug].sort(([a], [b]) => (a < b ? -1 : 1));
  helpRow(
    'DEBUG',
    '1.0.0',
    actions.flatMap(([, { help }]) => help),
  ).run?.(call);
}

function requireAllowed({ engine, client }: Call): void {
  const who = engine.config.text('enable-debug-command');
  const address = client.connection?.remoteAddress ?? '';
  const isLocal = address === '' || /^(127\.|\[?::1\]?:)/.test(address);
  if (who === 'yes' || (who === 'local' && isLocal)) return;
  throw new ReplyError(
    'ERR DEBUG command not allowed. If the enable-debug-command option is set to "local", you can ' +
      'run it from a local connection, otherwise you need to set this option in the configuration ' +
      'file, and then restart the server.',
  );
}

function replyWithError({ args }: Call): void {
  throw new ReplyError(args.at(2).text());
}

/** Stops everything, as it says: nobody is served meanwhile. */
function sleep({ engine, args, reply }: Call): void {
  const seconds = Number.parseFloat(args.at(2).text()) || 0;
  engine.host.sleep(Math.max(0, seconds * 1000));
  reply.ok();
}

function describeObject({ engine, db, args, reply }: Call): void {
  const key = args.at(2);
  const value = db.peek(key);
  if (value === undefined) throw noSuchKey();
  const encoding = db.encoding(key) ?? '';
  const idleS = db.idleSeconds(key) ?? 0;
  const lru = (Math.floor(engine.now() / 1000) - idleS) & 0xffffff;
  reply.status(
    `Value at:0x000000000000 refcount:${references(db, key)} encoding:${encoding} ` +
      `serializedlength:${serializedLength(value, encoding)} lru:${lru} lru_seconds_idle:${idleS}`,
  );
}

/** Bytes in an RDB file without compression (which Redis tries from 21 bytes on); other types estimate. */
function serializedLength(value: Value, encoding: string): number {
  if (!isString(value)) return value.memoryBytes();
  const integer = encoding === 'int' ? value.integer() : undefined;
  if (integer !== undefined) {
    if (integer === (integer << 24) >> 24) return 2;
    if (integer === (integer << 16) >> 16) return 3;
    if (integer === (integer | 0)) return 5;
  }
  const { length } = value;
  return (length < 64 ? 1 : length < 16384 ? 2 : 5) + length;
}

/** Keys `key:0`, `key:1` ... with values `value:0` ..., or of `size` bytes. Those that exist stay as they are. Not a change that is recorded. */
function populate({ db, args, reply }: Call): void {
  const count = countArgument(args.at(2));
  const prefix = args.count > 3 ? args.at(3).text() : 'key';
  const size = args.count > 4 ? countArgument(args.at(4)) : undefined;
  if (size !== undefined && size > MAX_POPULATED_BYTES)
    throw new ReplyError('ERR value is out of range');
  for (let n = 0; n < count; n++) {
    const key = `${prefix}:${n}`;
    if (db.has(key)) continue;
    const value = `value:${n}`;
    db.set(key, size === undefined ? value : value.slice(0, size).padEnd(size, '\0'));
  }
  reply.ok();
}

function countArgument(argument: ReturnType<Call['args']['at']>): number {
  const count = argument.integer();
  if (count === undefined) throw notAnInteger();
  if (count < 0) throw new ReplyError('ERR value is out of range, must be positive');
  return count;
}
