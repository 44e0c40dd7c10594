// All of stage 02: the core, and what needs Node.
export * from './core.ts';
