// How many clients a process can hold: each takes a descriptor, and the system limits those (ulimit -n).

import { getRlimitNofile, SystemError, setRlimitNofile, supported } from '@byor/libc';

/** Descriptors that are no clients': Node's own (some 20), listeners, the poller, files. */
const RESERVED = 64;

/**
 * How many of `wanted` clients there are descriptors for; the limit is raised as far as the system lets us. Less than 1:
 * not enough even for the server. Where the limit cannot be asked (Windows), `wanted`.
 */
export function clientsPossible(wanted: number): number {
  if (!supported) return wanted;
  const needed = wanted + RESERVED;
  const { soft, hard } = getRlimitNofile();
  if (soft < needed && soft < hard) raise(Math.min(needed, hard));
  return Math.min(wanted, getRlimitNofile().soft - RESERVED);
}

/** Refused: we go on with what we have. */
function raise(soft: number): void {
  try {
    setRlimitNofile(soft);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
  }
}
