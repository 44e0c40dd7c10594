// Everything of this stage that runs anywhere: no `node:` import, no system call.

export * from '@byor/05-expiry/core';
export type * from './files/file-system.ts';
export * from './files/manifest.ts';
export * from './log/request-buffer.ts';
