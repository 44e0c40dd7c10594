// Stage 03: what stage 02 answers, for thousands of clients at once.

import { respond, Session } from '@byor/02-protocol';
import { runMain, Server, type ServerOptions, serverCommand } from './server.ts';

const NAME = '03-event-loop';

await runMain(async () => {
  const command = serverCommand(NAME, 'Answers PING, ECHO and HELLO for thousands of clients.');
  const server = new Server(NAME, command.parse().opts<ServerOptions>());
  await server.run(() => new Session(respond));
});
