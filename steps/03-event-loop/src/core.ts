// What runs anywhere, a browser's page included: the loop without the kernel under it.
export * from '@byor/02-protocol/core';
export * from './event-loop.ts';
export * from './poller.ts';
export * from './simulated-poller.ts';
export type { Timer } from './timers.ts';
export type { Listener, Transport } from './transport.ts';
