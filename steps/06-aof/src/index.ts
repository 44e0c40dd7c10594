// The stage for the next one to build on.

export * from '@byor/05-expiry';
export { runCheck } from './check/run-check.ts';
export * from './core.ts';
export { layers } from './core.ts';
export { NodeFileSystem, nodeDisk } from './files/node-file-system.ts';
export { stderrReport } from './stderr-report.ts';
