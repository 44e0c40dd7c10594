// TLS for the transport on node:net: Node's own, with what redis.conf says of keys and certificates.
// A client is welcome when the handshake is done; until then it has no session, and HANDSHAKE_MS.

import type { ServerOpts, Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';

/** What a server needs to speak TLS: the contents of files in PEM. */
export interface TlsKeys {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** Who signs clients' certificates. */
  readonly ca?: Buffer | undefined;
  /** Must a client show a certificate (redis.conf: tls-auth-clients)? `optional`: if it shows one, it must be good. */
  readonly clients: 'yes' | 'no' | 'optional';
}

/** Longest handshake, in ms. Node's own limit is two minutes: too long to hold a descriptor for somebody who says nothing. */
const HANDSHAKE_MS = 10_000;

export function createTlsServer(
  { cert, key, ca, clients }: TlsKeys,
  options: ServerOpts,
  welcome: (socket: Socket) => void,
): Server {
  const server = createServer({
    ...options,
    cert,
    key,
    ca,
    requestCert: clients !== 'no',
    rejectUnauthorized: clients === 'yes',
    handshakeTimeout: HANDSHAKE_MS,
    minVersion: 'TLSv1.2',
  });
  server.on('connection', (socket) => socket.unref()); // a handshake under way does not keep the process from ending
  server.on('secureConnection', (socket) => {
    if (clients === 'optional' && showsBadCertificate(socket)) socket.destroy();
    else welcome(socket);
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return server;
}

function showsBadCertificate(socket: TLSSocket): boolean {
  return !socket.authorized && Object.keys(socket.getPeerCertificate()).length > 0;
}
