// What the log has to say goes where a server's words go.

import type { Report } from './append-only-file.ts';

export const stderrReport: Report = {
  note: (text) => console.error(text),
  warn: (text) => console.error(`Warning: ${text}`),
};
