// A folder for what a server writes. It goes when it is given back, or with this process at the latest.

import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface ScratchFolder {
  readonly path: string;
  remove(): void;
}

export function scratchFolder(): ScratchFolder {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'byor-bench-'));
  const remove = () => {
    process.off('exit', remove);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  return { path: folder, remove };
}
