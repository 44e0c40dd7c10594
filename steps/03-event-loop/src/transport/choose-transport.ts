// Which transport a server runs on: epoll on Linux, poll on macOS, node:net where system calls cannot be reached.

import { sleepNs, supported, unsupportedReason } from '@byor/libc';
import { DescriptorTransport } from './descriptor-transport.ts';
import { NodeTransport } from './node-transport.ts';
import type { Transport } from './transport.ts';

export const TRANSPORTS = ['epoll', 'poll', 'node'] as const;
export type TransportName = (typeof TRANSPORTS)[number];

/**
 * As short as there is: Linux makes some 50 µs of it (the timer slack of a thread), in which some of a crowd arrive. Half of that
 * would be too few of them: to sleep costs about as much as a wait.
 */
const REST_NS = 1;

/** Why this transport cannot run here; undefined when it can. */
export function whyNot(name: TransportName): string | undefined {
  if (name === 'node') return undefined;
  if (!supported) return unsupportedReason;
  if (name === 'epoll' && process.platform !== 'linux') return 'epoll is a system call of Linux';
  return undefined;
}

/**
 * The named transport, or the first that runs here. Throws when the named one does not, and says why. `clock` is Unix time
 * in ms; `coalesce`: rest before a turn when a crowd asks (loop/coalescing-poller.ts). Node's own loop does not.
 */
export function chooseTransport(
  name?: string,
  clock: () => number = Date.now,
  coalesce = true,
): Transport {
  const known = TRANSPORTS.filter((each) => whyNot(each) === undefined);
  const chosen = name === undefined ? known[0] : TRANSPORTS.find((each) => each === name);
  if (chosen === undefined) {
    throw new Error(`no transport is called "${name}": choose ${TRANSPORTS.join(', ')}`);
  }
  const reason = whyNot(chosen);
  if (reason !== undefined) {
    throw new Error(`transport ${chosen} is not available (${reason}): choose ${known.join(', ')}`);
  }
  if (chosen === 'node') return new NodeTransport(clock);
  return new DescriptorTransport(chosen, clock, coalesce ? () => sleepNs(REST_NS) : undefined);
}
