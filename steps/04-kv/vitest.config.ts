// Nothing here waits for time to pass; the limits are for a machine that is busy with other things. Test files share a process, so
// that the stage is not loaded anew for each: no test depends on what a module keeps.

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { isolate: false, testTimeout: 120_000, hookTimeout: 120_000 },
});
