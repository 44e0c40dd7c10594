// The stage for the next one to build on.
export * from '@byor/02-protocol';
export * from './core.ts';
