// Nothing here waits for time to pass; the limit is for a machine that is busy with other things.

import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['test/**/*.test.ts'], testTimeout: 60_000 } });
