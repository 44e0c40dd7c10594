// npm run faults: a failing disk, a stepping clock. Exit code 0: every promise was kept; 1: one was broken; 2: it could not be run.

import { runProgram } from '../program.ts';
import { main } from './command.ts';

await runProgram(main);
