// The stage for the next one to build on.

export * from '@byor/04-kv';
export * from './core.ts';
export { layers } from './core.ts';
