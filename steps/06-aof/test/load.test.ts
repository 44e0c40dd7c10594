// A long log: what its load says on the way, and what it holds of it at once.

import { describe, expect, test } from 'vitest';
import { LogReader, MemoryFileSystem, type ReadFile } from '../src/core.ts';
import { type LoggedEngine, startLogged } from './talk.ts';

const INCREMENT = 'appendonlydir/appendonly.aof.1.incr.aof';
const RECORD = '*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n';
const RECORDS = 30_000;

/** What a server says that loads so many records again, when each look at the clock takes so long. */
function saidWhileLoading(lookUs: number): string[] {
  const disk = new MemoryFileSystem();
  disk
    .openToAppend('appendonlydir/appendonly.aof.manifest')
    .write(Buffer.from('file appendonly.aof.1.incr.aof seq 1 type i\n'));
  disk.openToAppend(INCREMENT).write(Buffer.from(RECORD.repeat(RECORDS)));
  const server: LoggedEngine = startLogged(disk);
  server.report.notes.length = 0;
  server.clock.commandUs = lookUs;
  expect(server.connect().say('DEBUG LOADAOF')).toBe('+OK\r\n');
  return server.report.notes;
}

describe('progress', () => {
  test('each second a long load says how far it is, and at last how much it was', () => {
    expect(saidWhileLoading(400_000)).toEqual([
      'Loading appendonly.aof.1.incr.aof: 40%',
      'Loading appendonly.aof.1.incr.aof: 81%',
      expect.stringMatching(
        /^Loaded 30000 commands from memory\/appendonlydir in \d\.\d+ seconds$/,
      ),
    ]);
  });

  test('a load that is done in a second does not', () => {
    expect(saidWhileLoading(100_000)).toEqual([expect.stringMatching(/^Loaded 30000 commands/)]);
  });
});

describe('memory', () => {
  const CHUNK_BYTES = 256 * 1024;

  /** A file that is made while it is read, and how large a buffer its reader offered. */
  class Endless implements ReadFile {
    readonly #parts: Iterator<string>;
    #waiting = Buffer.alloc(0);
    lengthBytes = 0;
    largestBuffer = 0;

    constructor(parts: Iterable<string>) {
      this.#parts = parts[Symbol.iterator]();
    }

    read(into: Uint8Array, start: number): number {
      this.largestBuffer = Math.max(this.largestBuffer, into.length);
      if (this.#waiting.length === 0) {
        const { done, value } = this.#parts.next();
        if (done === true) return 0;
        this.#waiting = Buffer.from(value);
      }
      const count = Math.min(into.length - start, this.#waiting.length);
      into.set(this.#waiting.subarray(0, count), start);
      this.#waiting = this.#waiting.subarray(count);
      this.lengthBytes += count;
      return count;
    }

    close(): void {}
  }

  function* times(count: number, part: string): Generator<string> {
    for (let left = count; left > 0; left--) yield part;
  }

  function read(file: Endless): number {
    const reader = new LogReader(file);
    let records = 0;
    while (reader.next()) records++;
    return records;
  }

  test('a log of any length is read in two chunks of it', () => {
    const file = new Endless(times(200, RECORD.repeat(10_000)));
    expect(read(file)).toBe(2_000_000);
    expect(file.lengthBytes).toBeGreaterThan(50 * 2 ** 20);
    expect(file.largestBuffer).toBeLessThanOrEqual(2 * CHUNK_BYTES);
  });

  test('a large record is held, and not much more than it', () => {
    const large = 3_000_000;
    const one = `*3\r\n$3\r\nSET\r\n$1\r\na\r\n$${large}\r\n${'x'.repeat(large)}\r\n`;
    const file = new Endless(times(5, RECORD.repeat(10_000) + one));
    expect(read(file)).toBe(50_005);
    expect(file.largestBuffer).toBeLessThanOrEqual(1.25 * (large + CHUNK_BYTES));
  });
});
