// Where the watched server notes its heap, in its directory: a line a note.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Sample } from './slope.ts';

export const HEAP_NOTES = 'heap.jsonl';
export const HEAP_PERIOD_MS = 1000;

/** The last line may be half: it was being written. */
export function readHeapNotes(directory: string): Sample[] {
  const file = path.join(directory, HEAP_NOTES);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}
