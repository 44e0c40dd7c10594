// A suite that fails, run by vitest.test.ts in a vitest of its own.

import path from 'node:path';
import { startCommand } from '../../src/server.ts';
import { wireSuite } from '../../src/vitest.ts';

const fakes = path.join(import.meta.dirname, '../fakes.ts');
const start = () => startCommand(`node --import tsx ${fakes} ${process.env.FAULT}`);

wireSuite('04', {
  start,
  root: path.join(import.meta.dirname, '../course'),
  redis: process.env.FAULT === 'none',
});
