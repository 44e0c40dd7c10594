// Connects a thousand clients, then each of them asks once: node docs/programs/thousand-clients.mjs 7003

import { once } from 'node:events';
import net from 'node:net';

const CLIENTS = 1000;
const port = Number(process.argv[2] ?? 7003);

const sockets = Array.from({ length: CLIENTS }, () => net.connect(port, '127.0.0.1'));
await Promise.all(sockets.map((socket) => once(socket, 'connect')));
const startMs = performance.now();
const answers = await Promise.all(
  sockets.map(async (socket) => {
    socket.write('PING\r\n');
    return String(await once(socket, 'data'));
  }),
);
const tookMs = performance.now() - startMs;
const right = answers.filter((answer) => answer === '+PONG\r\n').length;
console.log(`${right} of ${CLIENTS} clients were answered, in ${tookMs.toFixed(0)} ms`);
for (const socket of sockets) socket.destroy();
