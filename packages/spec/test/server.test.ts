import { once } from 'node:events';
import net from 'node:net';
import { expect, test } from 'vitest';
import { freePort, startRedis } from '../src/server.ts';
import { requireTool } from '../src/tools.ts';

test.skipIf(requireTool('redis-server').missing)(
  'whoever took the port meanwhile is not taken for redis-server, which gets another',
  async () => {
    const stranger = net.createServer((socket) => socket.end('-ERR not me\r\n'));
    await once(stranger.listen(0, '127.0.0.1'), 'listening');
    const { port: taken } = stranger.address() as net.AddressInfo;
    const ports = [taken, await freePort()];
    const server = await startRedis([], () => Promise.resolve(ports.shift() ?? freePort()));
    try {
      expect(server.port).not.toBe(taken);
      const socket = net.connect(server.port, server.host);
      socket.write('PING\r\n');
      expect(String((await once(socket, 'data'))[0])).toBe('+PONG\r\n');
      socket.destroy();
    } finally {
      await server.stop();
      stranger.close();
    }
  },
);
