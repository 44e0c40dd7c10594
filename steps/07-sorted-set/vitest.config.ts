// Nothing here waits for time to pass; the limits are for a machine that is busy with other things.

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 30_000 } } },
});
