// CLIENT KILL, in its old form (one address) and its new one (filters that must all hold).

import { type Args, ReplyError } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import type { Client } from '../engine/client.ts';
import type { Engine } from '../engine/engine.ts';
import { syntaxError } from '../engine/errors.ts';
import { typeArgument } from './client-list.ts';

type Filter = (client: Client) => boolean;

export function clientKill(call: Call): void {
  const { engine, client, args, reply } = call;
  if (args.count === 3) {
    killAddress(call, args.at(2).text());
    return;
  }
  const { filters, skipSelf } = parse(call);
  let killed = 0;
  for (const other of [...engine.clients.values()]) {
    if ((other === client && skipSelf) || !filters.every((filter) => filter(other))) continue;
    cutOff(other, client);
    killed++;
  }
  reply.integer(killed);
}

/** Unlike the new form it may end the caller too, and says when there is nobody. */
function killAddress({ engine, client, reply }: Call, address: string): void {
  for (const other of engine.clients.values()) {
    if (other.connection?.remoteAddress !== address) continue;
    cutOff(other, client);
    reply.ok();
    return;
  }
  throw new ReplyError('ERR No such client');
}

/** The caller still gets its reply; others are cut off at once. */
export function cutOff(victim: Client, caller: Client): void {
  victim.closing = true;
  if (victim !== caller) victim.connection?.close();
}

function parse({ engine, args }: Call): { filters: Filter[]; skipSelf: boolean } {
  const filters: Filter[] = [];
  let skipSelf = true;
  for (let at = 2; at < args.count; at += 2) {
    if (at + 1 >= args.count) throw syntaxError();
    if (args.at(at).is('SKIPME')) skipSelf = yesOrNoArgument(args, at + 1);
    else filters.push(filterArgument(engine, args, at));
  }
  return { filters, skipSelf };
}

function filterArgument({ users }: Engine, args: Args, at: number): Filter {
  const option = args.at(at);
  const value = args.at(at + 1);
  const text = value.text();
  if (option.is('ID')) {
    const id = value.integer();
    if (id === undefined || id < 1) throw new ReplyError('ERR client-id should be greater than 0');
    return (client) => client.id === id;
  }
  if (option.is('TYPE')) {
    const type = typeArgument(value);
    return () => type === 'normal';
  }
  if (option.is('ADDR')) return (client) => client.connection?.remoteAddress === text;
  if (option.is('LADDR')) return (client) => client.connection?.localAddress === text;
  if (option.is('USER')) {
    const user = users.get(text);
    if (user === undefined) throw new ReplyError(`ERR No such user '${text}'`);
    return (client) => client.user === user;
  }
  throw syntaxError();
}

function yesOrNoArgument(args: Args, at: number): boolean {
  if (args.at(at).is('YES')) return true;
  if (args.at(at).is('NO')) return false;
  throw syntaxError();
}
