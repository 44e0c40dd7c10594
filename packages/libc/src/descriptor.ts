// What every descriptor can do: read(2), write(2), close(2), fcntl(2), flock(2).
// read and write are the hot calls: no allocation, and -errno instead of an exception (see `negated`).

import { negated } from './contract.ts';
import { EAGAIN, EINTR, SystemError } from './errors.ts';
import { native } from './native.ts';
import { platform } from './platform.ts';

/** macOS refuses more than INT_MAX bytes in one call, Linux moves at most that many: we ask for 1 GiB. */
export const MAX_TRANSFER_BYTES = 2 ** 30;

const F_SETFD = 2;
const F_GETFL = 3;
const F_SETFL = 4;
const FD_CLOEXEC = 1;

const LOCK_EX = 2;
const LOCK_NB = 4;

/**
 * Reads up to `length` bytes into `buffer` at `offset`. Returns how many came, 0 at the end of the stream, or -errno
 * (EAGAIN: nothing there yet and the descriptor does not block; ECONNRESET: the peer is gone).
 */
export function read(
  fd: number,
  buffer: Uint8Array,
  offset = 0,
  length = buffer.length - offset,
): number {
  const target = part(buffer, offset, length);
  let count: number;
  do count = native.read(fd, target, Math.min(length, MAX_TRANSFER_BYTES));
  while (count < 0 && native.errno() === EINTR);
  return count < 0 ? negated('read', native.errno(), fd) : count;
}

/**
 * Writes up to `length` bytes of `buffer` from `offset`. Returns how many left, which may be fewer, or -errno
 * (EAGAIN: the socket's buffer is full; EPIPE, ECONNRESET: the peer is gone. Node ignores SIGPIPE, so it comes as a number).
 */
export function write(
  fd: number,
  buffer: Uint8Array,
  offset = 0,
  length = buffer.length - offset,
): number {
  const source = part(buffer, offset, length);
  let count: number;
  do count = native.write(fd, source, Math.min(length, MAX_TRANSFER_BYTES));
  while (count < 0 && native.errno() === EINTR);
  return count < 0 ? negated('write', native.errno(), fd) : count;
}

// C checks no bounds, so this does. From offset 0 the buffer goes as it is: a subarray costs more than the check.
export function part(buffer: Uint8Array, offset: number, length: number): Uint8Array {
  if (!(offset >= 0 && length >= 0 && offset + length <= buffer.length)) {
    throw new RangeError(`bytes ${offset}..${offset + length} of a buffer of ${buffer.length}`);
  }
  return offset === 0 ? buffer : buffer.subarray(offset, offset + length);
}

/** Gives the descriptor back. It is gone even if the call was interrupted, so it is never retried: see close(2). */
export function close(fd: number): void {
  if (native.close(fd) === 0) return;
  const errno = native.errno();
  if (errno !== EINTR) throw new SystemError('close', errno, `(descriptor ${fd})`);
}

function fcntl(fd: number, command: number, value: number): number {
  const result = native.fcntl(fd, command, 'int', value);
  if (result < 0) throw new SystemError('fcntl', native.errno(), `(descriptor ${fd})`);
  return result;
}

/** Calls that would wait return -EAGAIN instead. */
export function setNonBlocking(fd: number, nonBlocking = true): void {
  const flags = fcntl(fd, F_GETFL, 0);
  const wanted = nonBlocking ? flags | platform.O_NONBLOCK : flags & ~platform.O_NONBLOCK;
  if (wanted !== flags) fcntl(fd, F_SETFL, wanted);
}

export function isNonBlocking(fd: number): boolean {
  return (fcntl(fd, F_GETFL, 0) & platform.O_NONBLOCK) !== 0;
}

/** A program that this process starts does not inherit the descriptor. */
export function setCloseOnExec(fd: number): void {
  fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/**
 * Locks the file or directory for whoever holds the descriptor, until it is closed: the kernel does that too, however the
 * process ends. @returns false when somebody else has it: flock(2)
 */
export function tryLock(fd: number): boolean {
  if (native.flock(fd, LOCK_EX | LOCK_NB) === 0) return true;
  const errno = native.errno();
  if (errno === EAGAIN) return false;
  throw new SystemError('flock', errno, `(descriptor ${fd})`);
}
