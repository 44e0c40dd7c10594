// Everything of this stage that runs anywhere: no `node:` import, no system call.

export * from '@byor/05-expiry/core';
export { AppendOnlyFile, type Report } from './append-only-file.ts';
export * from './check/check.ts';
export * from './check/fix.ts';
export * from './files/file-system.ts';
export * from './files/log-directory.ts';
export * from './files/manifest.ts';
export * from './files/memory-file-system.ts';
export { layers } from './layers.ts';
export * from './log/append-log.ts';
export * from './log/errors.ts';
export * from './log/log-reader.ts';
export * from './log/request-buffer.ts';
export { type PersistenceOptions, persistence } from './persistence.ts';
export * from './rewrite/logged-keyspace.ts';
export { Rewrite } from './rewrite/rewrite.ts';
