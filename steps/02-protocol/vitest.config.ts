// The suite runs twice over what works anywhere: on the bytes of Node, and on those of a page.

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const browserBytes = fileURLToPath(new URL('src/bytes.browser.ts', import.meta.url));

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'node', include: ['test/**/*.test.ts'] } },
      {
        test: { name: 'browser bytes', include: ['test/core/**/*.test.ts'] },
        resolve: { alias: { '#bytes': browserBytes } },
      },
    ],
  },
});
