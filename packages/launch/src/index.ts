// Where the launcher is, for whoever starts a stage's program as its `start` script does: `node LAUNCH src/main.ts …`.

import { fileURLToPath } from 'node:url';

export const LAUNCH = fileURLToPath(new URL('./launch.mjs', import.meta.url));
