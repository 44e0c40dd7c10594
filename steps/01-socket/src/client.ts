// The client: sends what you type or pipe in, prints what comes back: tsx src/client.ts --port 6379

import { lookup } from 'node:dns/promises';
import { writeSync } from 'node:fs';
import { setNonBlocking } from '@byor/libc';
import { program } from 'commander';
import { explain, parsePort } from './start.ts';
import { Stream } from './stream.ts';

const BUFFER_BYTES = 16 * 1024;

program
  .description(
    'Sends its input to an echo server and prints what comes back. Ctrl-D ends the input.',
  )
  .option('--port <number>', "the server's port", parsePort, 6379)
  .option('--host <name>', "the server's host", '127.0.0.1')
  .parse();
const { port, host } = program.opts<{ port: number; host: string }>();

/** Strict turns: a piece is sent, the same number of bytes is awaited. Sending on without reading would fill both sides' buffers. */
function converse(server: Stream, input: Stream, output: Stream): void {
  const buffer = new Uint8Array(BUFFER_BYTES);
  for (;;) {
    const count = input.read(buffer);
    if (count === 0) break;
    server.writeAll(buffer.subarray(0, count));
    if (receive(server, output, count) < count) throw new Error('the server closed the connection');
  }
  // We have nothing more to say; what the server still has to say is heard to its end.
  server.shutdown();
  receive(server, output, Number.POSITIVE_INFINITY);
}

/** Prints until `limitBytes` have come or the server has ended. Returns how many came. */
function receive(server: Stream, output: Stream, limitBytes: number): number {
  const buffer = new Uint8Array(BUFFER_BYTES);
  let received = 0;
  while (received < limitBytes) {
    const count = server.read(buffer);
    if (count === 0) break;
    output.writeAll(buffer.subarray(0, count));
    received += count;
  }
  return received;
}

/** Standard input and output are descriptors too, read and written by the same calls. */
function standard(fd: number): Stream {
  setNonBlocking(fd, false); // another program may have left the terminal non-blocking
  return new Stream(fd);
}

try {
  const { address } = await lookup(host);
  const server = Stream.connect({ host: address, port });
  converse(server, standard(0), standard(1));
  server.close();
} catch (error) {
  writeSync(2, `${explain(error)}\n`);
  process.exitCode = 1;
}
