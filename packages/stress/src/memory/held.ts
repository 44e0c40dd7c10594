// Asks a server that tell-held.ts was loaded into.

import { readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';

/** In the server's directory. */
export const PORT_FILE = 'held-port';

/** What is given back goes by and by: it is enough when another collection changes so little, in bytes. */
const STEADY_BYTES = 128 * 1024;
const PAUSE_MS = 100;
const MOST_LOOKS = 20;

/** Bytes of the process's own memory once all garbage is collected. */
export async function heldBy(directory: string): Promise<number> {
  let bytes = await look(directory);
  for (let looks = 1; looks < MOST_LOOKS; looks++) {
    const before = bytes;
    await setTimeout(PAUSE_MS);
    bytes = await look(directory);
    if (Math.abs(before - bytes) < STEADY_BYTES) break;
  }
  return bytes;
}

async function look(directory: string): Promise<number> {
  const port = Number(readFileSync(path.join(directory, PORT_FILE), 'utf8'));
  return Number(await text(net.connect(port, '127.0.0.1')));
}
