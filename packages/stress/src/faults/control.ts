// What the injected faults are at the moment: a file beside the server's directory, which the server reads when it is told to.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';

export interface Faults {
  /** Every change on the disk fails with this. */
  readonly disk?: 'ENOSPC' | 'EROFS' | 'EIO';
  /** No sync ends before this is gone. */
  readonly syncsHang?: boolean;
  /** How far the wall clock stands from the right time, in ms. */
  readonly clockMs?: number;
}

const noteOf = (directory: string) => `${directory}.faults.json`;
const answerOf = (directory: string) => `${directory}.faults.taken`;

export function readFaults(directory: string): Faults {
  const file = noteOf(directory);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8') || '{}') : {};
}

/** The server says that it has taken them. */
export function confirm(directory: string): void {
  writeFileSync(answerOf(directory), readFileSync(noteOf(directory)));
}

/** Both files, for whoever cleans up. */
export const filesOf = (directory: string): string[] => [noteOf(directory), answerOf(directory)];

/** Before a start, or before `inject` tells a server that runs. */
export function write(directory: string, faults: Faults): void {
  writeFileSync(noteOf(directory), JSON.stringify(faults));
}

const LONGEST_MS = 10_000;

/** Has a running server take other faults, and waits until it has. */
export async function inject(pid: number, directory: string, faults: Faults): Promise<void> {
  write(directory, faults);
  const wanted = JSON.stringify(faults);
  const taken = () => existsSync(answerOf(directory)) && readFileSync(answerOf(directory), 'utf8');
  const giveUpMs = performance.now() + LONGEST_MS;
  process.kill(pid, 'SIGUSR2');
  while (taken() !== wanted) {
    if (performance.now() > giveUpMs) throw new Error('the server does not take the faults');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
