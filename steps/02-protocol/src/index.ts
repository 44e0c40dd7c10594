// All of stage 02: the core, and what needs Node.

export { parsePort } from '@byor/01-socket';
export { type Argument, Client, type ClientOptions, ConnectionError } from './client.ts';
export * from './core.ts';
export { serveRequests } from './server.ts';
