// errno(3) as Node knows it on this platform: there is no table of our own to be wrong. For a page: page/errno.ts.

import { constants } from 'node:os';
import { getSystemErrorMap } from 'node:util';

export const numbers = constants.errno;

/** Name and meaning of a number, as far as they are known. */
export function known(errno: number): [name: string, meaning: string] | undefined {
  return getSystemErrorMap().get(-errno);
}
