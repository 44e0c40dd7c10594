// errno(3) where there is no system to ask: Linux's numbers, for the kernel of a page.

const NUMBERS = {
  EPERM: 1,
  ENOENT: 2,
  EINTR: 4,
  EBADF: 9,
  EAGAIN: 11,
  ENOMEM: 12,
  EFAULT: 14,
  EEXIST: 17,
  EINVAL: 22,
  ENFILE: 23,
  EMFILE: 24,
  EPIPE: 32,
  ENOTSOCK: 88,
  EADDRINUSE: 98,
  EADDRNOTAVAIL: 99,
  ECONNABORTED: 103,
  ECONNRESET: 104,
  ENOBUFS: 105,
  ENOTCONN: 107,
  ETIMEDOUT: 110,
  ECONNREFUSED: 111,
  EALREADY: 114,
  EINPROGRESS: 115,
} as const;

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
} = NUMBERS;

export function errnoName(errno: number): string {
  const named = Object.entries(NUMBERS).find(([, number]) => number === errno);
  return named?.[0] ?? `errno ${errno}`;
}

/** As ../errors.ts has it, without what the number means in words. */
export class SystemError extends Error {
  override readonly name = 'SystemError';
  readonly syscall: string;
  readonly code: string;
  readonly errno: number;

  constructor(syscall: string, errno: number, subject = '') {
    const code = errnoName(errno);
    super(`${syscall}${subject === '' ? '' : ` ${subject}`}: ${code}`);
    this.syscall = syscall;
    this.code = code;
    this.errno = errno;
  }
}
