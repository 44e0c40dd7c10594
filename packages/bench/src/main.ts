// npm run bench: every stage from 03 on beside redis-server. Exit code 0: it was measured; 2: it could not be, and why.

import { standardOutput } from '@byor/spec/harness';
import { main } from './command.ts';

// Each server has an exit handler, and a dozen may be up.
process.setMaxListeners(0);
// Exit handlers end the servers that were started; a signal alone would skip them.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.exitCode = await main(process.argv.slice(2), standardOutput());
