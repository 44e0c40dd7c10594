// The suite runs twice over what works anywhere: on the bytes of Node, and on those of a page. The test files of
// each share a process, so that the stage is not loaded anew for each: no test depends on what a module keeps.

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const browserBytes = fileURLToPath(new URL('src/bytes.browser.ts', import.meta.url));

// For a machine that is busy with other things.
const limits = {
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 30_000 } },
};

export default defineConfig({
  test: {
    projects: [
      { test: { ...limits, name: 'node', isolate: false, include: ['test/**/*.test.ts'] } },
      {
        test: {
          ...limits,
          name: 'browser bytes',
          isolate: false,
          include: ['test/core/**/*.test.ts'],
        },
        resolve: { alias: { '#bytes': browserBytes } },
      },
    ],
  },
});
