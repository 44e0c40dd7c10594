// CLIENT LIST and CLIENT INFO: a line a client, of the fields that Redis shows. Fields about what this
// server does not have (subscriptions, transactions, replicas) are there with the value that says so.

import { ReplyError, type Slice } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import type { Client } from '../engine/client.ts';
import { syntaxError } from '../engine/errors.ts';
import { bytesOfClient } from '../engine/memory-in-use.ts';

export type ClientType = 'normal' | 'master' | 'replica' | 'pubsub';

export function describe(client: Client, nowMs: number): string {
  const { connection, input, output } = client;
  const seconds = (sinceMs: number) => Math.max(0, Math.floor((nowMs - sinceMs) / 1000));
  const fields: Record<string, string | number> = {
    id: client.id,
    addr: connection?.remoteAddress ?? '',
    laddr: connection?.localAddress ?? '',
    fd: connection?.fd ?? -1,
    name: client.name,
    age: seconds(client.createdMs),
    idle: seconds(client.lastActiveMs),
    flags: flagsOf(client),
    db: client.dbIndex,
    sub: 0,
    psub: 0,
    ssub: 0,
    multi: -1,
    qbuf: input.buffered,
    'qbuf-free': input.buffer.length - input.buffered,
    'argv-mem': 0,
    'multi-mem': 0,
    rbs: output.buffer.length,
    rbp: output.length,
    obl: output.length,
    oll: 0,
    omem: 0,
    'tot-mem': bytesOfClient(client),
    events: output.length > 0 ? 'rw' : 'r',
    cmd: client.lastCommand,
    user: client.user.name,
    redir: -1,
    resp: output.protocol,
  };
  if (client.libraryName !== '') fields['lib-name'] = client.libraryName;
  if (client.libraryVersion !== '') fields['lib-ver'] = client.libraryVersion;
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

function flagsOf(client: Client): string {
  const flags =
    (client.isMonitor ? 'O' : '') + (client.closing ? 'c' : '') + (client.noEvict ? 'e' : '');
  return flags || 'N';
}

export function clientList({ engine, args, reply }: Call): void {
  let clients = [...engine.clients.values()];
  if (args.count === 4 && args.at(2).is('TYPE')) {
    if (typeArgument(args.at(3)) !== 'normal') clients = [];
  } else if (args.count >= 4 && args.at(2).is('ID')) {
    const ids: number[] = [];
    for (let at = 3; at < args.count; at++) ids.push(idArgument(args.at(at)));
    clients = ids.flatMap((id) => engine.clients.get(id) ?? []);
  } else if (args.count !== 2) {
    throw syntaxError();
  }
  const nowMs = engine.now();
  reply.verbatim('txt', clients.map((client) => `${describe(client, nowMs)}\n`).join(''));
}

function idArgument(argument: Slice): number {
  const id = argument.integer();
  if (id === undefined) throw new ReplyError('ERR Invalid client ID');
  return id;
}

/** Every client of this server is `normal`; the other types exist in what may be asked. @throws ReplyError */
export function typeArgument(argument: Slice): ClientType {
  if (argument.is('NORMAL')) return 'normal';
  if (argument.is('MASTER')) return 'master';
  if (argument.is('REPLICA') || argument.is('SLAVE')) return 'replica';
  if (argument.is('PUBSUB')) return 'pubsub';
  throw new ReplyError(`ERR Unknown client type '${argument.text()}'`);
}
