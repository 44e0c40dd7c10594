import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Two files build a site, which takes a while on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 30_000 } },
    env: { NODE_ENV: 'production' }, // as in a build from the command line: Vue's warnings are for development
  },
});
