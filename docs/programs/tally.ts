// What a log consists of: how often each command stands in it. A challenge of chapter 02.

import { RequestParser } from '@byor/02-protocol/core';

/** `pieces`: the bytes of requests, cut anywhere. Names in upper case. @throws ProtocolError for what is no request */
export function tally(pieces: Iterable<Uint8Array>): Map<string, number> {
  const counts = new Map<string, number>();
  const parser = new RequestParser();
  for (const piece of pieces) {
    parser.feed(piece);
    while (parser.next()) {
      const name = parser.args.at(0).text().toUpperCase();
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}
