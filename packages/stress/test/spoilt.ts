// Starts the spoilt server in the newest stage's place.

import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** Servers that this test starts have the fault. @returns the program */
export function spoiltBy(fault: string): string {
  process.env.SPOILT_BY = fault;
  onTestFinished(() => {
    delete process.env.SPOILT_BY;
  });
  return fileURLToPath(new URL('./programs/spoilt.ts', import.meta.url));
}
