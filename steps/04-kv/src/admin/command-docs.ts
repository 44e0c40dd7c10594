// A command as COMMAND DOCS shows it: redis-cli makes its hints of this.

import type { ReplyWriter } from '@byor/03-event-loop/core';
import type { Command } from '../engine/command.ts';
import { type Argument, parseSyntax } from './command-syntax.ts';

export function replyDocs(command: Command, reply: ReplyWriter): void {
  const { fullName, summary, since, group, syntax, keys, children } = command;
  const args = parseSyntax(syntax, keys.length > 0);
  reply.bulk(fullName);
  reply.map(3 + (args.length > 0 ? 1 : 0) + (children === undefined ? 0 : 1));
  for (const [name, text] of Object.entries({ summary, since, group })) {
    replyText(name, text, reply);
  }
  if (args.length > 0) {
    reply.bulk('arguments');
    replyArguments(args, reply);
  }
  if (children !== undefined) {
    reply.bulk('subcommands');
    reply.map(children.size);
    for (const child of children.values()) replyDocs(child, reply);
  }
}

function replyArguments(args: readonly Argument[], reply: ReplyWriter): void {
  reply.array(args.length);
  for (const argument of args) replyArgument(argument, reply);
}

function replyArgument(argument: Argument, reply: ReplyWriter): void {
  const { name, type, keySpec, token, flags, arguments: inner } = argument;
  const options = [keySpec !== undefined, token !== '', flags.length > 0, inner.length > 0];
  reply.map(2 + options.filter(Boolean).length);
  replyText('name', name, reply);
  replyText('type', type, reply);
  if (keySpec !== undefined) {
    reply.bulk('key_spec_index');
    reply.integer(keySpec);
  }
  if (token !== '') replyText('token', token, reply);
  if (flags.length > 0) {
    reply.bulk('flags');
    reply.set(flags.length);
    for (const flag of flags) reply.status(flag);
  }
  if (inner.length > 0) {
    reply.bulk('arguments');
    replyArguments(inner, reply);
  }
}

function replyText(name: string, text: string, reply: ReplyWriter): void {
  reply.bulk(name);
  reply.bulk(text);
}
