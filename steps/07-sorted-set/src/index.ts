// The stage for the next one to build on.

export * from '@byor/06-aof';
export * from './core.ts';
export { layers } from './core.ts';
