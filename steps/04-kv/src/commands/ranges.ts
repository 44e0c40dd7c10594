// APPEND, GETRANGE, SETRANGE and their family: parts of a string.

import { ReplyError, Slice } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import { oneKey } from '../engine/command.ts';
import type { Engine } from '../engine/engine.ts';
import { notAnInteger } from '../engine/errors.ts';
import { parseInt64 } from '../text/numbers.ts';
import { expectString, MAX_STRING_BYTES, type Value } from '../value.ts';

export function rangeCommands({ commands }: Engine): void {
  commands.define('string', [
    {
      name: 'append',
      arity: 3,
      flags: ['write', 'denyoom', 'fast'],
      keys: oneKey('RW insert'),
      syntax: 'key value',
      summary: 'Append a value to a key',
      since: '2.0.0',
      run: append,
    },
    {
      name: 'strlen',
      arity: 2,
      flags: ['readonly', 'fast'],
      keys: oneKey('RO'),
      syntax: 'key',
      summary: 'Get the length of the value stored in a key',
      since: '2.2.0',
      run: strlen,
    },
    {
      name: 'getrange',
      arity: 4,
      flags: ['readonly'],
      keys: oneKey('RO access'),
      syntax: 'key start end',
      summary: 'Get a substring of the string stored at a key',
      since: '2.4.0',
      run: getrange,
    },
    {
      name: 'substr',
      arity: 4,
      flags: ['readonly'],
      keys: oneKey('RO access'),
      syntax: 'key start end',
      summary: 'Get a substring of the string stored at a key',
      since: '1.0.0',
      run: getrange,
    },
    {
      name: 'setrange',
      arity: 4,
      flags: ['write', 'denyoom'],
      keys: oneKey('RW update'),
      syntax: 'key offset value',
      summary: 'Overwrite part of a string at key starting at the specified offset',
      since: '2.2.0',
      run: setrange,
    },
  ]);
}

function append(call: Call): void {
  const { engine, db, args, reply } = call;
  const key = args.at(1);
  const tail = args.at(2);
  const old = db.lookup(key);
  const before = lengthOf(old);
  const length = before + tail.length;
  if (old === undefined) {
    db.set(key, tail);
  } else {
    checkLength(call, length);
    write(db.resize(key, length), before, tail);
  }
  engine.dirty++;
  reply.integer(length);
}

function strlen({ db, args, reply }: Call): void {
  reply.integer(lengthOf(db.get(args.at(1))));
}

function getrange({ db, args, reply }: Call): void {
  const start = indexOf(args.at(2));
  const end = indexOf(args.at(3));
  const value = db.get(args.at(1));
  const length = lengthOf(value);
  // Two negative ends the wrong way round are empty, even where both would be clamped to 0.
  const isEmpty = start < 0 && end < 0 && start > end;
  const from = Math.max(start < 0 ? start + length : start, 0);
  const to = Math.min(Math.max(end < 0 ? end + length : end, 0), length - 1);
  if (value === undefined || isEmpty || from > to) reply.bulk('');
  else reply.bulk(part(expectString(value), from, to + 1));
}

function part({ bytes, start }: Slice, from: number, to: number): Slice {
  return new Slice(bytes, start + from, start + to);
}

function setrange(call: Call): void {
  const { engine, db, args, reply } = call;
  const key = args.at(1);
  const offset = indexOf(args.at(2));
  const patch = args.at(3);
  if (offset < 0) throw new ReplyError('ERR offset is out of range');
  const before = lengthOf(db.lookup(key));
  if (patch.length === 0) {
    reply.integer(before);
    return;
  }
  checkLength(call, offset + patch.length);
  const length = Math.max(before, offset + patch.length);
  write(db.resize(key, length), offset, patch);
  engine.dirty++;
  reply.integer(length);
}

/** 0 for a missing key. @throws ReplyError WRONGTYPE */
function lengthOf(value: Value | undefined): number {
  return value === undefined ? 0 : expectString(value).length;
}

function write(value: Slice, offset: number, patch: Slice): void {
  value.bytes.set(patch.view(), value.start + offset);
}

/** Beyond 2^53 exactness is lost, which no string is long enough to notice. */
function indexOf(argument: Slice): number {
  const index = argument.integer() ?? parseInt64(argument.text());
  if (index === undefined) throw notAnInteger();
  return Number(index);
}

function checkLength({ engine }: Call, lengthBytes: number): void {
  const most = Math.min(engine.config.number('proto-max-bulk-len'), MAX_STRING_BYTES);
  if (lengthBytes > most) {
    throw new ReplyError('ERR string exceeds maximum allowed size (proto-max-bulk-len)');
  }
}
