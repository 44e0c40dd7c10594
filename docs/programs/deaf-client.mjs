// Sends requests and never reads a reply, until the server takes no more: node docs/programs/deaf-client.mjs 7003

import net from 'node:net';

const port = Number(process.argv[2] ?? 7003);
const PATIENCE_MS = 2000;
const request = `*2\r\n$4\r\nECHO\r\n$1000\r\n${'x'.repeat(1000)}\r\n`.repeat(100);

const socket = net.connect(port, '127.0.0.1');
socket.pause(); // deaf
let taken = 0;
let lastMs = performance.now();

function send() {
  socket.write(request, () => {
    taken += request.length;
    lastMs = performance.now();
    send();
  });
}

setInterval(() => {
  if (performance.now() - lastMs < PATIENCE_MS) return;
  console.log(`after ${(taken / 1e6).toFixed(1)} MB nothing more was taken`);
  process.exit();
}, 100);
send();
