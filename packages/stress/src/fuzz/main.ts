// npm run fuzz: input that nobody should send. Exit code 0: nothing was found; 1: something was; 2: it could not be run.

import { runProgram } from '../program.ts';
import { main } from './command.ts';

await runProgram(main);
