// The processor's time that this thread has used, which benchmarks on a busy machine measure by; and a sleep
// as short as the kernel has it.

import { SystemError } from './errors.ts';
import { native } from './native.ts';
import { platform } from './platform.ts';

const CLOCK_THREAD_CPUTIME_ID = platform.isLinux ? 3 : 16;

const time = new BigInt64Array(2);

/** In microseconds, to the nanosecond. @throws SystemError where the system does not tell */
export function threadCpuUs(): number {
  if (native.clock_gettime(CLOCK_THREAD_CPUTIME_ID, time) !== 0) {
    throw new SystemError('clock_gettime', native.errno());
  }
  return Number(time[0]) * 1e6 + Number(time[1]) / 1000;
}

const MOST_NS = 999_999_999;

/**
 * The thread sleeps for `nanoseconds`, less than a second, or until a signal comes. Linux wakes most threads some 50 µs
 * later than they asked for: prctl(2), PR_SET_TIMERSLACK.
 */
export function sleepNs(nanoseconds: number): void {
  if (!(nanoseconds >= 0 && nanoseconds <= MOST_NS)) {
    throw new RangeError(`nanoseconds must be 0 to ${MOST_NS}, not ${nanoseconds}`);
  }
  time[0] = 0n;
  time[1] = BigInt(nanoseconds);
  native.nanosleep(time, null);
}
