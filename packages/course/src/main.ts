// npm run course: the workbench. Exit code 0: done, or green; 1: something is red or missing; 2: it could not be tried.

import { runCourse } from './program.ts';

// Exit handlers end what was started; a signal alone would skip them.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(130));
}
// Whoever read the output (`course | head`) has seen enough.
process.stdout.on('error', () => process.exit(0));

process.exitCode = await runCourse(process.argv.slice(2), { env: process.env, cwd: process.cwd() });
