// Writes a log file whose first sync, begun early, ends after its last one; then a file that is cut. Watched: see crash.test.ts.

import fs from 'node:fs';
import path from 'node:path';

const directory = process.argv[process.argv.indexOf('--dir') + 1] as string;
const log = path.join(directory, 'appendonlydir');
fs.mkdirSync(log, { recursive: true });

const late = fs.openSync(path.join(log, 'late.aof'), 'a');
fs.writeSync(late, 'x'.repeat(100));
const ended = new Promise((resolve) => fs.fdatasync(late, resolve));
fs.writeSync(late, 'x'.repeat(100));
fs.fdatasyncSync(late);
await ended;

const cut = fs.openSync(path.join(log, 'cut.aof'), 'a');
fs.writeSync(cut, 'x'.repeat(100));
fs.fdatasyncSync(cut);
fs.ftruncateSync(cut, 50);
fs.writeSync(cut, 'x'.repeat(150));
