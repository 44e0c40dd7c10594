// The file that a rewrite writes, on a disk whose syncs end when the test says so.

import { expect, test } from 'vitest';
import { type AppendFile, Slice } from '../src/core.ts';
import { BaseWriter } from '../src/rewrite/base-writer.ts';

type SyncEnd = (error: Error | undefined) => void;

function slowFile(syncs: SyncEnd[]): AppendFile {
  return {
    write: (bytes) => bytes.length,
    sync: () => {},
    syncLater: (done) => void syncs.push(done),
    truncate: () => {},
    close: () => {},
  };
}

/** Large enough for a sync on the way. */
function writeMuch(writer: BaseWriter): void {
  writer.addParts(0, ['SET', 'k', Slice.of(new Uint8Array(5_000_000))]);
}

test('what a sync on the way has to tell is waited for', () => {
  const syncs: SyncEnd[] = [];
  const ends: (string | undefined)[] = [];
  const writer = new BaseWriter(slowFile(syncs));
  writeMuch(writer);
  writer.finish((error) => ends.push(error?.message));
  expect(syncs).toHaveLength(1);
  syncs[0]?.(new Error('EIO'));
  syncs[1]?.(undefined); // the system tells an error but once
  expect(ends).toEqual(['EIO']);
});

test('a writer that was closed begins no other sync, and tells nobody', () => {
  const syncs: SyncEnd[] = [];
  const writer = new BaseWriter(slowFile(syncs));
  writeMuch(writer);
  writer.finish(() => expect.unreachable());
  writer.close();
  syncs[0]?.(undefined);
  expect(syncs).toHaveLength(1);
});
