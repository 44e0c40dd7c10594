import { wireSuite } from '@byor/spec/vitest';
import { temporaryDirectoryForSuite } from './servers.ts';

wireSuite('06');
wireSuite('06', {
  flags: ['--appendonly', 'yes', '--dir', temporaryDirectoryForSuite()],
  redis: false,
});
