// Finding a free port.

import { connect, createServer } from 'node:net';
import { UserError } from './user-error.mjs';

/** How many ports are tried, from the wanted one on, before giving up. */
const TRIES = 100;

/**
 * The first free port at or above the wanted one.
 * @param {number} wanted
 * @param {string} host
 */
export async function freePort(wanted, host) {
  const last = Math.min(65_535, wanted + TRIES - 1);
  for (let port = wanted; port <= last; port++) if (await isFree(port, host)) return port;
  throw new UserError(
    `No port from ${wanted} to ${last} is free. Name another one; --help says how.`,
  );
}

/**
 * Whether nobody answers at a port and we may listen on it. Both, because on macOS one may listen
 * on 127.0.0.1 while another process holds the same port on all addresses.
 * @param {number} port
 * @param {string} host
 */
export const isFree = async (port, host) =>
  !(await answers(port, host)) && (await canListen(port, host));

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<boolean>}
 */
function answers(port, host) {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<boolean>}
 */
function canListen(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
