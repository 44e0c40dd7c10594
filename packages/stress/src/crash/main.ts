// npm run crash: kills a server again and again. Exit code 0: every promise was kept; 1: one was broken; 2: it could not be run.

import { main } from './command.ts';

// Exit handlers end the servers that were started and remove the directories; a signal alone would skip them.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.exitCode = await main(process.argv.slice(2));
