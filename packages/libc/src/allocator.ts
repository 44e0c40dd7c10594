// What malloc keeps of memory that was freed, for the next one who asks.

import { native } from './native.ts';

/** Gives back to the system what it can of that, so that the process's size says what is held. */
export function trimMemory(): void {
  native.malloc_trim(0);
}
