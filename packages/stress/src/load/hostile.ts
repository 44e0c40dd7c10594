// Clients that do harm: they ask and never read, they reset in the middle of a reply, they come and say nothing.

import type net from 'node:net';
import { type Address, command, connect } from './peer.ts';

export interface Hostile {
  end(): void;
}

/** The key whose value they ask for. */
export const LARGE_KEY = 'large';
export const LARGE_BYTES = 256 * 1024;

/** What one of them asks for without reading: 250 MiB, should the server make it all. */
const REQUESTS_UNREAD = 1000;
/** Between two resets of one client, in ms: what they take of the server is bounded by their number. */
const PAUSE_MS = 100;

/** Asks for much and reads nothing of it. */
export async function neverReads(address: Address): Promise<Hostile> {
  const socket = await connect(address);
  socket.on('error', () => undefined);
  socket.pause();
  socket.write(command('GET', LARGE_KEY).repeat(REQUESTS_UNREAD));
  return { end: () => socket.destroy() };
}

/** Comes, and says nothing. */
export async function saysNothing(address: Address): Promise<Hostile> {
  const socket = await connect(address);
  socket.on('error', () => undefined);
  return { end: () => socket.destroy() };
}

/** Asks, resets the connection when the reply begins, and comes again. */
export class Resetter implements Hostile {
  resets = 0;
  readonly #address: Address;
  #socket: net.Socket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #over = false;

  constructor(address: Address) {
    this.#address = address;
    this.#again();
  }

  end(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#socket?.destroy();
  }

  async #ask(): Promise<void> {
    const socket = await connect(this.#address).catch(() => undefined);
    if (socket === undefined || this.#over) {
      socket?.destroy();
      return this.#again();
    }
    this.#socket = socket;
    socket.on('error', () => undefined);
    socket.once('data', () => {
      this.resets++;
      socket.resetAndDestroy();
    });
    socket.once('close', () => this.#again());
    socket.write(command('GET', LARGE_KEY));
  }

  #again(): void {
    if (this.#over) return;
    this.#timer = setTimeout(() => void this.#ask(), PAUSE_MS);
  }
}
