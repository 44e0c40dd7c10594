// The server: tsx src/main.ts --port 6379

import { lookup } from 'node:dns/promises';
import { writeSync } from 'node:fs';
import { explain, formatEndpoint, Listener, parsePort } from '@byor/01-socket';
import { program } from 'commander';
import { serveRequests } from './server.ts';

program
  .description('Answers PING, ECHO and HELLO in RESP2 and RESP3, one client at a time.')
  .option('--port <number>', 'where to listen; 0 takes a free port', parsePort, 6379)
  .option('--bind <address>', 'the address to listen on', '127.0.0.1')
  .parse();
const { port, bind } = program.opts<{ port: number; bind: string }>();

// As in stage 01, a signal ends the process by the kernel's default action: no JavaScript runs while accept(2) waits.
try {
  const { address: host } = await lookup(bind);
  const listener = Listener.open({ host, port });
  writeSync(1, `02-protocol: Ready to accept connections at ${formatEndpoint(listener.address)}\n`);
  serveRequests(listener);
} catch (error) {
  writeSync(2, `${explain(error)}\n`);
  process.exitCode = 1;
}
