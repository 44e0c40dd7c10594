// What a poller is: whoever can wait until one of many descriptors is ready. poll(2), epoll(7) and a simulation of them
// stand behind this interface. Readiness is level-triggered: what was not read or written is reported again.

/** Interest and readiness are bit sets. READABLE: recv(2) or accept(2) would not wait (data, end or error). */
export const READABLE = 1;
/** WRITABLE: send(2) would not wait (room in the socket's buffer, or an error). */
export const WRITABLE = 2;

export interface Poller {
  readonly name: string;
  /** Starts watching a descriptor. Throws when it is watched already, as the next two do when it is not. */
  add(fd: number, interest: number): void;
  /** Changes what a watched descriptor is watched for. */
  modify(fd: number, interest: number): void;
  /** Stops watching. Call it before the descriptor is closed: its number may be somebody else's at once. */
  remove(fd: number): void;
  /**
   * Waits until a descriptor is ready, at most `timeoutMs` (0 = only look). Returns how many are;
   * 0 also when a signal cut the wait short. An error or hang-up counts as READABLE and WRITABLE: the next call tells which.
   */
  wait(timeoutMs: number): number;
  /** The ready descriptors of the last wait: `index` from 0 up to its result. */
  fd(index: number): number;
  events(index: number): number;
  close(): void;
}
