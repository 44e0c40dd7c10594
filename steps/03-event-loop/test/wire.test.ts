import { wireSuite } from '@byor/spec/vitest';
import { TRANSPORTS, whyNot } from '../src/index.ts';

const transports = TRANSPORTS.filter((name) => whyNot(name) === undefined);
for (const [i, name] of transports.entries()) {
  wireSuite('03', { flags: ['--transport', name], redis: i === 0 });
}
