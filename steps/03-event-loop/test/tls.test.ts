// TLS on node:net: the same conversation under a cipher, and who is not let in.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as connectPlain } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { type Certificate, freePort, makeCertificate, requireTool } from '@byor/spec';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { chooseTransport, respond, Session } from '../src/index.ts';
import { readTlsKeys, type TlsOptions } from '../src/tls-options.ts';
import { Launched, MAIN } from './support/launch.ts';

const openssl = requireTool('openssl');

describe.skipIf(openssl.missing)('TLS', () => {
  let own: Certificate;
  let strange: Certificate;
  beforeAll(() => {
    own = makeCertificate();
    strange = makeCertificate();
  });
  afterAll(() => {
    own?.remove();
    strange?.remove();
  });

  const files = () => ({ tlsCertFile: own.cert, tlsKeyFile: own.key, tlsCaCertFile: own.cert });
  const pair = ({ cert, key }: Certificate) => ({
    cert: readFileSync(cert),
    key: readFileSync(key),
  });

  async function serve(tlsAuthClients: TlsOptions['tlsAuthClients'] = 'no'): Promise<number> {
    const transport = chooseTransport('node');
    const tls = readTlsKeys({ ...files(), tlsAuthClients });
    const address = { host: '127.0.0.1', port: 0, tls };
    const listener = await transport.listen(address, () => new Session(respond));
    const end = transport.loop.run();
    onTestFinished(async () => {
      transport.loop.stop();
      await end;
      transport.close();
    });
    return listener.port;
  }

  /** What the server says to `said`, until it ends the connection or refuses it. */
  async function hear(port: number, said: string, options: ConnectionOptions = {}) {
    const ca = readFileSync(own.cert);
    const socket: TLSSocket = connect({ host: '127.0.0.1', port, ca, ...options });
    let text = '';
    let refused = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      refused = error.code ?? error.message;
    });
    socket.end(said);
    await once(socket, 'close').catch(() => undefined);
    return { text, refused };
  }

  test('a client that trusts the certificate is answered, however much it asks', async () => {
    const port = await serve();
    expect((await hear(port, 'PING\r\n'.repeat(20_000))).text).toBe('+PONG\r\n'.repeat(20_000));
    const long = 'x'.repeat(5_000_000);
    const { text } = await hear(port, `*2\r\n$4\r\nECHO\r\n$${long.length}\r\n${long}\r\n`);
    expect(text === `$${long.length}\r\n${long}\r\n`).toBe(true);
  });

  test('one that trusts another is not the server’s to convince', async () => {
    const { ca } = { ca: readFileSync(strange.cert) };
    const { text, refused } = await hear(await serve(), 'PING\r\n', { ca });
    expect([text, refused]).toEqual(['', 'DEPTH_ZERO_SELF_SIGNED_CERT']);
  });

  test('--tls-auth-clients yes: nobody without a certificate that the authority signed', async () => {
    const port = await serve('yes');
    expect((await hear(port, 'PING\r\n', pair(own))).text).toBe('+PONG\r\n');
    expect((await hear(port, 'PING\r\n')).text).toBe('');
    expect((await hear(port, 'PING\r\n', pair(strange))).text).toBe('');
  });

  test('--tls-auth-clients optional: none, or a good one', async () => {
    const port = await serve('optional');
    expect((await hear(port, 'PING\r\n', pair(own))).text).toBe('+PONG\r\n');
    expect((await hear(port, 'PING\r\n')).text).toBe('+PONG\r\n');
    expect((await hear(port, 'PING\r\n', pair(strange))).text).toBe('');
  });

  test('plain text is no handshake, and the next client is served', async () => {
    const port = await serve();
    const plain = connectPlain(port, '127.0.0.1', () => plain.write('PING\r\n'));
    plain.on('error', () => undefined);
    let heard = '';
    plain.on('data', (chunk) => {
      heard += chunk;
    });
    await once(plain, 'close');
    expect(heard).not.toContain('PONG');
    expect((await hear(port, 'PING\r\n')).text).toBe('+PONG\r\n');
  });

  test('who connects and says nothing does not keep the process from ending', async () => {
    const port = await serve();
    const sockets = () =>
      process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
    const before = sockets();
    const silent = connectPlain(port, '127.0.0.1').unref();
    onTestFinished(() => {
      silent.destroy();
    });
    await once(silent, 'connect');
    expect((await hear(port, 'PING\r\n')).text).toBe('+PONG\r\n'); // came later, so both are there
    expect(sockets()).toBe(before);
  });

  test('--port 0 beside it: no plain text', async () => {
    const server = new Launched(MAIN, [
      ...['--port', '0', '--tls-port', String(await freePort()), '--tls-auth-clients', 'no'],
      ...['--tls-cert-file', own.cert, '--tls-key-file', own.key],
    ]);
    const { port } = await server.ready();
    expect(server.stdout).toMatch(/^03-event-loop \(node\): Ready/);
    expect((await hear(port, 'PING\r\n')).text).toBe('+PONG\r\n');
    expect(await server.ended('SIGTERM')).toBe(0);
  });

  test.each([
    [['--tls-port', '1'], /--tls-ca-cert-file must say who signs/],
    [['--tls-port', '1', '--tls-auth-clients', 'no'], /--tls-port needs --tls-cert-file too/],
    [
      ['--tls-port', '1', '--tls-auth-clients', 'no', '--tls-cert-file', '/no/such'],
      /--tls-cert-file \/no\/such: ENOENT/,
    ],
    [
      [
        '--tls-port',
        '1',
        '--tls-auth-clients',
        'no',
        '--tls-cert-file',
        MAIN,
        '--tls-key-file',
        MAIN,
      ],
      /--tls-cert-file, --tls-key-file: .*PEM/,
    ],
    [['--tls-port', '1', '--transport', 'poll'], /only --transport node speaks TLS, not poll/],
  ])('%j is refused with a reason', async (flags, reason) => {
    const server = new Launched(MAIN, ['--port', '0', ...flags]);
    expect(await server.ended()).toBe(1);
    expect(server.stderr).toMatch(reason);
    expect(server.stderr.trim().split('\n')).toHaveLength(1);
  });
});
