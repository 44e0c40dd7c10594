// The processor's time that this thread has used: what benchmarks on a busy machine measure by.

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
