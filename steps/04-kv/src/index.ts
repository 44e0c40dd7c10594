// The stage for the next one to build on.

export * from '@byor/03-event-loop';
export * from './core.ts';
// Stage 02 has a Client and a Value too, those of who asks: here they are the server's.
export { Client, type Value } from './core.ts';
export { readFlags } from './flags.ts';
export { NodeHost } from './node-host.ts';
export { runStage, type Stage } from './run-stage.ts';
export { serve } from './serve.ts';
