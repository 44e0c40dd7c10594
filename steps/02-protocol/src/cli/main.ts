// `npm run cli -- -p 6379`: the terminal client, on this process's streams.

import { setTimeout } from 'node:timers/promises';
import { runCli } from './run-cli.ts';

// Whoever read the output (`cli ... | head`) has seen enough.
process.stdout.on('error', () => process.exit(1));

process.exitCode = await runCli(process.argv.slice(2), {
  input: process.stdin,
  output: process.stdout,
  errors: process.stderr,
  env: process.env,
  nowMs: () => performance.now(),
  sleep: (durationMs) => setTimeout(durationMs),
});
