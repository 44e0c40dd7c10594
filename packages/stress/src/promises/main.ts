// npm run promises: makes docs/promises.md. Exit code 0: done; 1: a test that it names is not there; 2: it could not be made.

import { runProgram } from '../program.ts';
import { main } from './command.ts';

await runProgram(main);
