// The stage for the next one to build on.
export * from '@byor/02-protocol';
export { chooseTransport, TRANSPORTS, type TransportName, whyNot } from './choose-transport.ts';
export * from './core.ts';
export { runMain, Server, type ServerOptions, StartError, serverCommand } from './server.ts';
