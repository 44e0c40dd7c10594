import { wireSuite } from '@byor/spec/vitest';

// The transport that runs here by itself, and the one for where the FFI is missing; stage 03 compares all three.
wireSuite('04');
wireSuite('04', { flags: ['--transport', 'node'], redis: false });
