// What is left of a key's life, or when it ends; and PERSIST, which lets it live on.

import {
  addInt64,
  type Call,
  type CommandRow,
  type Engine,
  type Int64,
  oneKey,
} from '@byor/04-kv/core';
import { toSeconds } from '../deadline.ts';
import { keyspaceOf } from '../keyspaces.ts';

const MISSING = -2;
const FOREVER = -1;

export function ttlCommands({ commands }: Engine): void {
  const unsteady = ['nondeterministic_output'];
  commands.define('generic', [
    {
      ...row('ttl', (whenMs, nowMs) => toSeconds(left(whenMs, nowMs))),
      tips: unsteady,
      summary: 'Get the time to live for a key in seconds',
      since: '1.0.0',
    },
    {
      ...row('pttl', left),
      tips: unsteady,
      summary: 'Get the time to live for a key in milliseconds',
      since: '2.6.0',
    },
    {
      ...row('expiretime', toSeconds),
      summary: 'Get the expiration Unix timestamp for a key',
      since: '7.0.0',
    },
    {
      ...row('pexpiretime', (whenMs) => whenMs),
      summary: 'Get the expiration Unix timestamp for a key in milliseconds',
      since: '7.0.0',
    },
    {
      name: 'persist',
      arity: 2,
      flags: ['write', 'fast'],
      keys: oneKey('RW update'),
      syntax: 'key',
      summary: 'Remove the expiration from a key',
      since: '2.2.0',
      run: persist,
    },
  ]);
}

/** `show`: what is answered of a deadline, both in Unix milliseconds. */
function row(
  name: string,
  show: (whenMs: Int64, nowMs: number) => Int64,
): Omit<CommandRow, 'summary' | 'since'> {
  return {
    name,
    arity: 2,
    flags: ['readonly', 'fast'],
    keys: oneKey('RO access'),
    syntax: 'key',
    run: (call) => {
      const db = keyspaceOf(call);
      const key = call.args.at(1);
      const isMissing = db.ask(key) === undefined;
      const whenMs = db.deadline(key);
      if (whenMs !== undefined) call.reply.integer(show(whenMs, call.engine.now()));
      else call.reply.integer(isMissing ? MISSING : FOREVER);
    },
  };
}

function left(whenMs: Int64, nowMs: number): Int64 {
  const leftMs = addInt64(whenMs, -nowMs) ?? 0;
  return typeof leftMs === 'number' ? Math.max(0, leftMs) : leftMs; // beyond 2^53 ms nothing is over yet
}

function persist(call: Call): void {
  const db = keyspaceOf(call);
  const key = call.args.at(1);
  const persisted = db.lookup(key) !== undefined && db.persist(key);
  if (persisted) call.engine.dirty++;
  call.reply.integer(persisted ? 1 : 0);
}
