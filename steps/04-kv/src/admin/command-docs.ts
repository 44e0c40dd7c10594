// A command as COMMAND DOCS shows it: redis-cli makes its hints of this.

import type { ReplyWriter } from '@byor/03-event-loop/core';
import type { Command } from '../engine/command-table.ts';
import { type Argument, parseSyntax } from './command-syntax.ts';

export function replyDocs(command: Command, reply: ReplyWriter): void {
  const { fullName, summary, since, group, syntax, keys, children } = command;
  const args = parseSyntax(syntax, keys.length > 0);
  reply.bulk(fullName);
  reply.map(3 + (args.length > 0 ? 1 : 0) + (children === undefined ? 0 : 1));
  for (const [name, value] of Object.entries({ summary, since, group })) {
    reply.bulk(name);
    reply.bulk(value);
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
  for (const { name, type, keySpec, token, flags, arguments: inner } of args) {
    reply.map(
      2 +
        Number(keySpec !== undefined) +
        Number(token !== '') +
        Number(flags.length > 0) +
        Number(inner.length > 0),
    );
    reply.bulk('name');
    reply.bulk(name);
    reply.bulk('type');
    reply.bulk(type);
    if (keySpec !== undefined) {
      reply.bulk('key_spec_index');
      reply.integer(keySpec);
    }
    if (token !== '') {
      reply.bulk('token');
      reply.bulk(token);
    }
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
}
