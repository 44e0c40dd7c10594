// The stage for the next one to build on.

export * from '@byor/02-protocol';
export * from './core.ts';
export { clientsPossible } from './descriptor-limit.ts';
export { runMain, Server, type ServerOptions, serverCommand } from './server.ts';
export {
  chooseTransport,
  TRANSPORTS,
  type TransportName,
  whyNot,
} from './transport/choose-transport.ts';
