// What runs anywhere, a browser's page included: the loop without the kernel under it.

export * from '@byor/02-protocol/core';
export * from './loop/event-loop.ts';
export * from './loop/poller.ts';
export * from './loop/simulated-poller.ts';
export type { Timer } from './loop/timers.ts';
export { StartError } from './start-error.ts';
export {
  defaultSocketOptions,
  type Listener,
  type Peer,
  type SocketOptions,
  type Transport,
} from './transport/transport.ts';
