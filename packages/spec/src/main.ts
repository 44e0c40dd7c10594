// npm run spec: runs the wire cases against a server. Exit code 0: all passed; 1: a case failed; 2: it could not be run.

import { main } from './command.ts';

// Exit handlers end the servers that were started; a signal alone would skip them.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.exitCode = await main(process.argv.slice(2));
