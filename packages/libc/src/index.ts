// libc for TypeScript: the system calls that the course's server stands on, thinly bound.

export { type Address, domainOf, type Endpoint, formatEndpoint } from './address.ts';
export * from './allocator.ts';
export * from './clock.ts';
export * from './descriptor.ts';
export * from './epoll.ts';
export * from './errors.ts';
export * from './libuv.ts';
export * from './limits.ts';
export { supported, unsupportedReason } from './native.ts';
export * from './options.ts';
export * from './poll.ts';
export * from './socket.ts';
