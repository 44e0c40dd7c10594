// What the tests share: folders of their own, and the command run in this process with its words collected.

import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pc from 'picocolors';
import { onTestFinished } from 'vitest';

/** Gone when the test has finished. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'byor-course-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A place to write to that keeps what was written. */
export function collected() {
  const out = {
    text: '',
    write: (text: string) => {
      out.text += text;
    },
    isTTY: false,
    colors: pc.createColors(false),
  };
  return out;
}
