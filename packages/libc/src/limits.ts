// How many descriptors this process may hold: getrlimit(2), setrlimit(2) with RLIMIT_NOFILE.

import { SystemError } from './errors.ts';
import { native } from './native.ts';
import { platform } from './platform.ts';

const { RLIMIT_NOFILE, RLIM_INFINITY } = platform;

export interface DescriptorLimit {
  /** In force now; Infinity = none. Node raises it to `hard` when it starts. */
  readonly soft: number;
  /** How far `soft` may be raised without privileges. */
  readonly hard: number;
}

export function getRlimitNofile(): DescriptorLimit {
  const [soft = 0n, hard = 0n] = readLimit();
  const toNumber = (limit: bigint) => (limit === RLIM_INFINITY ? Infinity : Number(limit));
  return { soft: toNumber(soft), hard: toNumber(hard) };
}

/** Sets the soft limit (the hard one stays). Throws SystemError: EINVAL beyond the hard limit or what the kernel allows. */
export function setRlimitNofile(soft: number): void {
  const limit = readLimit();
  limit[0] = soft === Infinity ? RLIM_INFINITY : BigInt(soft);
  if (native.setrlimit(RLIMIT_NOFILE, limit) < 0) {
    throw new SystemError('setrlimit', native.errno(), `RLIMIT_NOFILE ${soft}`);
  }
}

/** struct rlimit { rlim_t rlim_cur; rlim_t rlim_max; }, 64 bits each. */
function readLimit(): BigUint64Array {
  const limit = new BigUint64Array(2);
  if (native.getrlimit(RLIMIT_NOFILE, limit) < 0) {
    throw new SystemError('getrlimit', native.errno(), 'RLIMIT_NOFILE');
  }
  return limit;
}
