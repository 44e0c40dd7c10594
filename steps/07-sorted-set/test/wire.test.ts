import { wireSuite } from '@byor/spec/vitest';

wireSuite('07');
