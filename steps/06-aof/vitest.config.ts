// Nothing here waits for time to pass; the limit is for a machine that is busy with other things. No module keeps state, so test
// files may share a process: a third of the time went into loading the stage anew for each.

import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { isolate: false, testTimeout: 60_000 } });
