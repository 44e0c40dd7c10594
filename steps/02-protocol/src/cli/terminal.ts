// What the client stands on, handed in: streams, environment, clock. Tests hand in streams of their own.

import type { Readable, Writable } from 'node:stream';
import pc from 'picocolors';

export interface Terminal {
  input: Readable & { isTTY?: boolean };
  output: Writable & { isTTY?: boolean; columns?: number };
  errors: Writable;
  env: NodeJS.ProcessEnv;
  nowMs(): number;
  sleep(durationMs: number): Promise<unknown>;
}

export type Colors = ReturnType<typeof pc.createColors>;

/** Colours for people at a terminal, none for pipes; NO_COLOR and FORCE_COLOR decide otherwise. */
export function chooseColors({ env, output }: Terminal): Colors {
  if (env.NO_COLOR) return pc.createColors(false);
  if (env.FORCE_COLOR) return pc.createColors(true);
  return pc.createColors(output.isTTY === true && env.TERM !== 'dumb');
}

/** Writes text that is one character a byte. */
export function writeBytes(stream: Writable, text: string): void {
  stream.write(text, 'latin1');
}
