// npm run memory: see README.md. Exit code 0: what is counted is what is held; 1: it is not; 2: it could not be run.

import { runProgram } from '../program.ts';
import { main } from './command.ts';

await runProgram(main);
