// What is known of a client before its session is made, and how a vanished one is noticed.

import { respond, Session } from '@byor/02-protocol';
import { getsockopt } from '@byor/libc';
import { expect, onTestFinished, test } from 'vitest';
import { chooseTransport, type Peer } from '../src/index.ts';
import { TestClient } from './support/client.ts';
import { onEachTransport } from './support/transports.ts';

/** SOL_SOCKET, SO_KEEPALIVE and IPPROTO_TCP, TCP_KEEPIDLE as Linux numbers them. */
const KEEP_ALIVE = [1, 9] as const;
const KEEP_IDLE = [6, 4] as const;

onEachTransport((name) => {
  test('whoever makes the session is told who has come', async () => {
    const transport = chooseTransport(name);
    const peers: Peer[] = [];
    const listener = await transport.listen({ host: '127.0.0.1', port: 0 }, (peer) => {
      peers.push(peer);
      return new Session(respond);
    });
    const end = transport.loop.run();
    onTestFinished(async () => {
      transport.loop.stop();
      await end;
      transport.close();
    });
    const join = async () => {
      const client = await TestClient.connect(listener.host, listener.port);
      onTestFinished(() => client.destroy());
      await client.exchange('PING\r\n', '+PONG\r\n');
      return client;
    };
    transport.socketOptions.keepAliveS = 77;
    const first = await join();
    transport.socketOptions = { keepAliveS: 0 };
    const second = await join();
    expect(
      peers.map(({ id, remoteAddress, localAddress }) => [id, remoteAddress, localAddress]),
    ).toEqual(
      [first, second].map(({ localPort }, n) => [
        n + 1,
        `127.0.0.1:${localPort}`,
        `127.0.0.1:${listener.port}`,
      ]),
    );
    if (name === 'node' || process.platform !== 'linux') return; // their sockets cannot be asked
    const [probed, unprobed] = peers.map(({ fd }) => fd) as [number, number];
    expect(getsockopt(probed, ...KEEP_ALIVE)).toBe(1);
    expect(getsockopt(probed, ...KEEP_IDLE)).toBe(77);
    expect(getsockopt(unprobed, ...KEEP_ALIVE)).toBe(0);
  });
});
