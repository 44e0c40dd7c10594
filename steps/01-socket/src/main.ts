// The echo server: tsx src/main.ts --port 6379

import { lookup } from 'node:dns/promises';
import { writeSync } from 'node:fs';
import { formatEndpoint } from '@byor/libc';
import { program } from 'commander';
import { echo, serve } from './echo.ts';
import { Listener } from './listener.ts';
import { explain, parsePort } from './start.ts';

program
  .description('Sends back whatever it receives, one client at a time.')
  .option('--port <number>', 'where to listen; 0 takes a free port', parsePort, 6379)
  .option('--bind <address>', 'the address to listen on', '127.0.0.1')
  .parse();
const { port, bind } = program.opts<{ port: number; bind: string }>();

// Ctrl-C while the process waits inside accept(2) or read(2): no JavaScript runs there, so no process.on('SIGINT') would
// ever be called. We leave the signals alone, and the kernel's default action ends the process: it holds nothing
// that could be lost, and the kernel closes its connections. From stage 03 on the loop turns and a handler can say goodbye.
try {
  const { address: host } = await lookup(bind);
  const listener = Listener.open({ host, port });
  // Not console.log, which may leave the line in a queue: nothing empties a queue once accept(2) blocks.
  writeSync(1, `01-socket: Ready to accept connections at ${formatEndpoint(listener.address)}\n`);
  serve(listener, echo);
} catch (error) {
  writeSync(2, `${explain(error)}\n`);
  process.exitCode = 1;
}
