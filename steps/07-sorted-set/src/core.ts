// Everything of this stage that runs anywhere: no `node:` import, no system call.

export * from '@byor/06-aof/core';
export { layers } from './layers.ts';
export * from './sorted-set/combine.ts';
export * from './sorted-set/compact-members.ts';
export * from './sorted-set/dump.ts';
export * from './sorted-set/members.ts';
export * from './sorted-set/nodes.ts';
export * from './sorted-set/ranges.ts';
export * from './sorted-set/score-tree.ts';
export * from './sorted-set/sorted-set.ts';
export * from './sorted-set/tree-members.ts';
