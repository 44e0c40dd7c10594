// A web page can make its visitor's browser send an HTTP request to a server on the visitor's machine, whose lines
// would be inline commands here. So a client that says `POST` or `Host:` is cut off, and what follows is not run.

import type { Slice } from '@byor/03-event-loop/core';
import type { Layer } from '../engine/engine.ts';

/** One warning for all attempts of a minute: the log must not become the attack. */
const WARNING_PERIOD_MS = 60_000;

export const crossProtocol: Layer = ({ hooks, host }) => {
  let warnedMs = Number.NEGATIVE_INFINITY;
  hooks.unknown.push((request, client) => {
    if (!isHttp(request.at(0))) return;
    client.closing = true;
    client.connection?.close(); // without a word: it was not asked by who would read it
    if (host.now() - warnedMs < WARNING_PERIOD_MS) return;
    warnedMs = host.now();
    host.warn(
      `A client sent POST or Host: and was cut off (${client.connection?.remoteAddress}): it speaks HTTP, not RESP. ` +
        'Perhaps a web page tries to reach this server through somebody’s browser.',
    );
  });
};

function isHttp(name: Slice): boolean {
  return name.is('POST') || name.is('HOST:');
}
