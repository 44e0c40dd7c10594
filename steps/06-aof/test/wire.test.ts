import { wireSuite } from '@byor/spec/vitest';
import { temporaryDirectoryForSuite } from './servers.ts';

const withLog = () => ['--appendonly', 'yes', '--dir', temporaryDirectoryForSuite()];

wireSuite('06');
wireSuite('06', { flags: withLog(), redisFlags: withLog() });
