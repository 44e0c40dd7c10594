import { wireSuite } from '@byor/spec/vitest';
import { TRANSPORTS, whyNot } from '../src/index.ts';

wireSuite('03');
for (const name of TRANSPORTS) {
  if (whyNot(name) === undefined) wireSuite('03', { flags: ['--transport', name], redis: false });
}
