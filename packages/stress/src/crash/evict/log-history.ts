// All that a server ever wrote into its log, in order: the log files are kept by a second name, for a rewrite takes the first
// away. What a log tells of a key is the last write, and whether an eviction followed.

import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Reply, readReply } from '@byor/spec/harness';
import { LOG_DIRECTORY } from '../power-cut.ts';
import { serialOfWrite } from './cached.ts';

const INCREMENT = /\.(\d+)\.incr\.aof$/;

export interface Told {
  /** Of the last write. */
  readonly serial: number;
  /** A DEL followed: nobody but the server sends one. */
  readonly evicted: boolean;
}

export class LogHistory {
  readonly #logs: string;
  readonly #kept: string;
  /** By kept file: how far it has been read. A half record at the end is cut off by the next start, and read no further. */
  readonly #readBytes = new Map<string, number>();
  readonly #told = new Map<string, Told>();
  evictions = 0;

  constructor(directory: string) {
    this.#logs = path.join(directory, LOG_DIRECTORY);
    this.#kept = path.join(directory, 'kept');
    mkdirSync(this.#kept);
  }

  /** Gives the files that are there a second name. */
  keep(): void {
    if (!existsSync(this.#logs)) return;
    for (const name of readdirSync(this.#logs)) {
      const sequence = INCREMENT.exec(name)?.[1];
      if (sequence === undefined) continue;
      const file = path.join(this.#logs, name);
      // A start that was in vain may leave an empty file, and the next one makes it anew.
      const kept = path.join(this.#kept, `${sequence.padStart(8, '0')}.${statSync(file).ino}`);
      if (!existsSync(kept)) linkSync(file, kept);
    }
  }

  /** Reads what has been written since. The server must not run. */
  read(): void {
    this.keep();
    for (const name of readdirSync(this.#kept).sort()) {
      const bytes = readFileSync(path.join(this.#kept, name));
      let at = this.#readBytes.get(name) ?? 0;
      for (let record = readReply(bytes, at); record; record = readReply(bytes, at)) {
        at = record.end;
        this.#take(record);
      }
      this.#readBytes.set(name, at);
    }
  }

  /** Undefined: the key was never written. */
  of(key: string): Told | undefined {
    return this.#told.get(key);
  }

  #take({ items }: Reply): void {
    const words = items.map(({ text }) => text ?? '');
    const serial = serialOfWrite(words);
    if (serial !== undefined) this.#told.set(words[1] as string, { serial, evicted: false });
    if (!/^(DEL|UNLINK)$/i.test(words[0] ?? '')) return;
    for (const key of words.slice(1)) {
      const told = this.#told.get(key);
      if (told === undefined) continue;
      this.#told.set(key, { ...told, evicted: true });
      this.evictions++;
    }
  }
}
