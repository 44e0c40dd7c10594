// Loaded into a server before its own code (`node --import`): who connects to the port that it writes down is told what the
// process holds, after a full collection, and after malloc has given back what was freed. Knows no stage.

import { writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { trimMemory } from '@byor/libc';
import { collectGarbage } from '@byor/spec/collect';
import { PORT_FILE } from './held.ts';

const directory = process.argv[process.argv.indexOf('--dir') + 1] as string;

const server = net.createServer(async (socket) => {
  await collectGarbage();
  trimMemory();
  socket.end(String(process.memoryUsage().rss));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as net.AddressInfo;
  writeFileSync(path.join(directory, PORT_FILE), String(port));
});
server.unref();
