// Loaded into a server before its own code (`node --import`): who connects to the port that it writes down is told what the
// process holds, after a full collection, and after malloc has given back what was freed. Knows no stage.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { trimMemory } from '@byor/libc';
import { collectGarbage } from '@byor/spec/collect';
import { PORT_FILE } from './held.ts';

const directory = process.argv[process.argv.indexOf('--dir') + 1] as string;

/** Without the pages of program files, which the system takes away and gives back as it sees fit; where it tells them apart. */
function ownBytes(): number {
  const status = '/proc/self/status';
  const text = existsSync(status) ? readFileSync(status, 'latin1') : '';
  const kb = [...text.matchAll(/^(?:RssAnon|VmSwap):\s+(\d+) kB$/gm)].map(([, each]) =>
    Number(each),
  );
  return kb.length === 0 ? process.memoryUsage().rss : 1024 * kb.reduce((a, b) => a + b, 0);
}

const server = net.createServer(async (socket) => {
  await collectGarbage();
  trimMemory();
  socket.end(String(ownBytes()));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as net.AddressInfo;
  writeFileSync(path.join(directory, PORT_FILE), String(port));
});
server.unref();
