// Socket addresses as the kernel wants them: struct sockaddr_in and sockaddr_in6 of ip(7) and ipv6(7).
// Numeric hosts only: names are for DNS (node:dns). Left out: IPv6 zones (fe80::1%eth0), Unix sockets.

import { native } from './native.ts';
import { platform } from './platform.ts';

const { AF_INET, AF_INET6, sockaddrHasLength } = platform;

/** Room for either struct. */
export const SOCKADDR_BYTES = 28;
const SOCKADDR_IN_BYTES = 16;
const SOCKADDR_IN6_BYTES = 28;
/** Where the host's bytes stand: behind family and port; IPv6 has four bytes of flow information between. */
const IPV4_OFFSET = 4;
const IPV6_OFFSET = 8;

/** Where a socket is bound to or connected to: a numeric IPv4 or IPv6 host, and a port. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface Address extends Endpoint {
  readonly family: 'IPv4' | 'IPv6';
}

/** The domain that socket(2) needs for this host: AF_INET6 if it has a colon. */
export function domainOf(host: string): number {
  return host.includes(':') ? AF_INET6 : AF_INET;
}

/** `127.0.0.1:6379`, `[::1]:6379`. */
export function formatEndpoint({ host, port }: Endpoint): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The struct for `endpoint`. Throws TypeError for a host that is not numeric, RangeError for a port beyond 16 bits. */
export function encodeAddress({ host, port }: Endpoint): Uint8Array {
  if (!Number.isInteger(port) || port < 0 || port > 0xffff) {
    throw new RangeError(`port must be 0..65535, got ${port}`);
  }
  const family = domainOf(host);
  const v6 = family === AF_INET6;
  const bytes = new Uint8Array(v6 ? SOCKADDR_IN6_BYTES : SOCKADDR_IN_BYTES);
  if (sockaddrHasLength) bytes.set([bytes.length, family]);
  else new Uint16Array(bytes.buffer, 0, 1)[0] = family;
  bytes.set([port >> 8, port & 0xff], 2);
  const place = bytes.subarray(v6 ? IPV6_OFFSET : IPV4_OFFSET);
  if (native.inet_pton(family, host, place) !== 1) {
    throw new TypeError(`not an IPv4 or IPv6 address: "${host}" (look names up first)`);
  }
  return bytes;
}

export function decodeAddress(bytes: Uint8Array): Address {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const family = sockaddrHasLength ? view.getUint8(1) : new Uint16Array(bytes.buffer, 0, 1)[0];
  const v6 = family === AF_INET6;
  const text = new Uint8Array(64);
  const place = bytes.subarray(v6 ? IPV6_OFFSET : IPV4_OFFSET);
  const host = native.inet_ntop(v6 ? AF_INET6 : AF_INET, place, text, text.length) ?? '';
  return { host, port: view.getUint16(2), family: v6 ? 'IPv6' : 'IPv4' };
}
