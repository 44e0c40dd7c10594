// What the hot calls (read, write, accept) do when they fail.

import { EBADF, EFAULT, EINVAL, ENOTSOCK, SystemError } from './errors.ts';

/** The caller's own mistakes: a closed or wrong descriptor, a bad pointer or argument. */
const MISTAKES: ReadonlySet<number> = new Set([EBADF, EFAULT, EINVAL, ENOTSOCK]);

/**
 * The contract of the hot calls: -errno for whatever a peer or the load may cause (EAGAIN, ECONNRESET, EPIPE,
 * EMFILE, ...), so that a loop pays no exception for it; a SystemError for a mistake in the program.
 */
export function negated(syscall: string, errno: number, fd: number): number {
  if (MISTAKES.has(errno)) throw new SystemError(syscall, errno, `(descriptor ${fd})`);
  return -errno;
}
