// One request to a client of an engine, and its reply as the terminal client prints it.

import { formatReply } from '@byor/02-protocol/cli';
import { ReplyParser, ReplyWriter, type Session } from '@byor/02-protocol/core';

export function ask(client: Session, ...parts: readonly (string | number)[]): string {
  const request = new ReplyWriter();
  request.array(parts.length);
  for (const part of parts) request.bulk(String(part));
  client.input.feed(request.bytes());
  client.process();
  const parser = new ReplyParser();
  parser.feed(client.output.bytes());
  client.output.consume(client.output.length);
  const reply = parser.next();
  return reply === undefined ? '' : formatReply(reply, 'standard').trimEnd();
}
