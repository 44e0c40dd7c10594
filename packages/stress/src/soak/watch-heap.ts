// Loaded into a server before its own code (`node --import`): collects garbage now and then and notes what is left, so that the
// heap's size says what is held and not how long ago the collector came by. Knows no stage.

import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { heldBytes } from '@byor/spec/collect';
import { HEAP_NOTES, HEAP_PERIOD_MS } from './heap-notes.ts';

const directory = process.argv[process.argv.indexOf('--dir') + 1] as string;

setInterval(async () => {
  const note = JSON.stringify({ atMs: Date.now(), value: await heldBytes() });
  appendFileSync(path.join(directory, HEAP_NOTES), `${note}\n`);
}, HEAP_PERIOD_MS).unref();
