// Passwords are never kept: only their SHA-256 is (FIPS 180-4), as in Redis. It has no salt, so a short one can be guessed
// from what ACL LIST shows; ACL GENPASS makes one that cannot. Compared in a time that tells nothing.

import { Slice } from '@byor/03-event-loop/core';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** 64 lower-case hexadecimal digits. */
export function hashOf(password: string): string {
  return bytesToHex(sha256(Slice.of(password).view()));
}

export function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** Is `hash` among `known`? Looks at every digit of each, wherever the first difference is. */
export function knows(known: Iterable<string>, hash: string): boolean {
  let found = false;
  for (const each of known) {
    let difference = 0;
    for (let at = 0; at < each.length; at++) {
      difference |= each.charCodeAt(at) ^ hash.charCodeAt(at);
    }
    if (difference === 0) found = true;
  }
  return found;
}
