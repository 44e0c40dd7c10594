// What the fuzzer needs of the newest stage, which it loads by its folder: what serves all stages names none of them.

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { findStage, listStages } from '@byor/spec/harness';

export interface Output {
  readonly buffer: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly length: number;
  consume(count: number): void;
}

export interface Client {
  readonly input: RequestParser;
  readonly output: Output;
  closing: boolean;
  process(): void;
  closed(): void;
}

export interface Engine {
  readonly config: { start(name: string, value: string): void };
  readonly commands: object;
  readonly databases: readonly object[];
  use(...layers: readonly Layer[]): Engine;
  start(): void;
  connect(): Client;
  maintain(): boolean;
  persist(): void;
  stop(): void;
}

export type Layer = (engine: Engine) => void;

export interface AppendFile {
  write(bytes: Uint8Array): number;
  truncate(lengthBytes: number): void;
  sync(): void;
}

export interface MemoryDisk {
  list(path: string): string[];
  size(path: string): number | undefined;
  content(path: string): Uint8Array;
  openToAppend(path: string): AppendFile;
  remove(path: string): void;
  syncDirectory(path: string): void;
  afterCrash(how: 'least' | 'most'): MemoryDisk;
}

export interface LogDirectory {
  open(): void;
  close(): void;
}

export interface Finding {
  readonly name: string;
  readonly records: number;
  readonly damage: { readonly kind: string; readonly offset: number } | undefined;
  readonly isSnapshot: boolean;
}

export interface RequestParser {
  readonly args: { strings(): string[] };
  readonly buffer: Uint8Array;
  feed(bytes: Uint8Array): void;
  next(): boolean;
}

interface Report {
  note(text: string): void;
  warn(text: string): void;
}

export interface Course {
  /** '07-sorted-set' */
  readonly name: string;
  readonly Engine: new (host: object) => Engine;
  readonly pageHost: (overrides: object) => object;
  readonly layers: (options: { disk: MemoryDisk; report: Report }) => readonly Layer[];
  readonly MemoryFileSystem: new () => MemoryDisk;
  readonly LogDirectory: new (
    disk: MemoryDisk,
    names: { directory: string; prefix: string },
  ) => LogDirectory;
  readonly checkLog: (log: LogDirectory, commands: object) => Finding[];
  readonly fixLog: (log: LogDirectory, findings: readonly Finding[]) => string[];
  readonly LogError: new () => Error;
  readonly ProtocolError: new () => Error;
  readonly RequestParser: new () => RequestParser;
  /** The terminal client's reading of a line. */
  readonly splitLine: (line: string) => string[] | undefined;
  readonly parseRepeat: (args: string[]) => { times: number; args: string[] } | undefined;
  readonly quote: (text: string) => string;
}

/** The newest stage. */
export async function loadCourse(): Promise<Course> {
  const newest = listStages().at(-1);
  if (newest === undefined) throw new Error('there is no stage in steps/');
  const core = await load(newest.folder, 'src/core.ts');
  const line = await load(findStage('02').folder, 'src/cli/line.ts');
  return { ...core, ...line, name: newest.name };
}

async function load(folder: string, file: string): Promise<Course> {
  return await import(/* @vite-ignore */ pathToFileURL(path.join(folder, file)).href);
}
