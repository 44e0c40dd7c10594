// A command as the reference shows it.

export interface CommandEntry {
  /** The stage that brings it, or that puts a richer one in its place. */
  readonly stage: string;
  /** `get`, `client|id` */
  readonly fullName: string;
  readonly group: string;
  readonly syntax: string;
  readonly summary: string;
  /** Of Redis. */
  readonly since: string;
  readonly replaces: boolean;
  /** Where its row stands; empty for a command that is put together from others. */
  readonly file: string;
  readonly line: number;
}
