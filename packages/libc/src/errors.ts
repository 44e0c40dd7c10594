// What the kernel says when a call fails: errno(3), as numbers, names and an Error.

import { known, numbers } from '#errno';

export const {
  EADDRINUSE,
  EADDRNOTAVAIL,
  EAGAIN,
  EALREADY,
  EBADF,
  ECONNABORTED,
  ECONNREFUSED,
  ECONNRESET,
  EEXIST,
  EFAULT,
  EINPROGRESS,
  EINTR,
  EINVAL,
  EMFILE,
  ENFILE,
  ENOBUFS,
  ENOENT,
  ENOMEM,
  ENOTCONN,
  ENOTSOCK,
  EPERM,
  EPIPE,
  ETIMEDOUT,
} = numbers;

/** `EADDRINUSE` for 98; `errno 12345` for a number that this platform does not name. */
export function errnoName(errno: number): string {
  const named = Object.entries(numbers).find(([, value]) => value === errno);
  return known(errno)?.[0] ?? named?.[0] ?? `errno ${errno}`;
}

/**
 * A system call that failed: `bind 127.0.0.1:6379: EADDRINUSE (address already in use)`.
 * `errno` is the positive number of errno(3); Node's own errors carry it negated.
 */
export class SystemError extends Error {
  override readonly name = 'SystemError';
  readonly syscall: string;
  readonly code: string;
  readonly errno: number;

  /** `subject` names what the call was about: an address, a descriptor. */
  constructor(syscall: string, errno: number, subject = '') {
    const code = errnoName(errno);
    const meaning = known(errno)?.[1];
    const about = subject === '' ? '' : ` ${subject}`;
    super(`${syscall}${about}: ${code}${meaning === undefined ? '' : ` (${meaning})`}`);
    this.syscall = syscall;
    this.code = code;
    this.errno = errno;
  }
}
