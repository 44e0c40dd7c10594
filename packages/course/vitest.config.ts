// Tests here start other tests and servers; on a busy machine those take their time.

import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { testTimeout: 300_000, hookTimeout: 120_000 } });
