import { wireSuite } from '@byor/spec/vitest';

// Redis speaks RESP and would answer none of these.
wireSuite('01', { redis: false });
