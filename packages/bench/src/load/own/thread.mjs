// The thread's first lines: Node 20 gives a thread TypeScript only where the thread itself asks for it.

import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
