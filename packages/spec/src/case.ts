// A wire case: one promise of the server, tried over a socket, with what a failure most likely means.

import type { WireClient } from './client.ts';
import type { Expected } from './matchers.ts';
import { splitWords } from './text.ts';

/** What a case works with. Every connection is closed by the runner when the case ends. */
export interface WireContext {
  /** A fresh connection. */
  readonly client: WireClient;
  /** Opens another one. */
  connect(): Promise<WireClient>;
  /** Runs when the case ends, however it ends; the last one given runs first. */
  after(run: () => Promise<unknown>): void;
  /** The stage under test ('04'). */
  readonly stage: string;
  readonly host: string;
  readonly port: number;
}

export interface WireOptions {
  /** The likely cause of a failure, in one sentence that teaches. */
  readonly cause?: string;
  /** The first stage for which it holds; the folder's own unless said otherwise. */
  readonly from?: string;
  /** The last stage for which it holds, where a later stage changes it. */
  readonly until?: string;
  /** The section of the chapter that builds this: an anchor such as 'progressive-rehashing'. */
  readonly section?: string;
  /** Why redis-server 7.0 does otherwise (a command of 7.2, say): then it is not tried there. */
  readonly notOnRedis?: string;
  /** How long one reply may take; 2,000 unless said otherwise. */
  readonly timeoutMs?: number;
}

/** A line as typed in redis-cli, and the reply that must come. */
export type Script = readonly (readonly [command: string, expected: Expected])[];

export type WireRun = (context: WireContext) => Promise<void>;

export interface WireCase extends WireOptions {
  /** Unique within its file: the whole id is stage/topic/id, as in '04/strings/set-nx'. */
  readonly id: string;
  /** What must hold, as a sentence. */
  readonly title: string;
  readonly run: WireRun;
  /** Its lines, where it is nothing but lines on one connection: these may be typed elsewhere, too. */
  readonly script?: Script;
}

/** Defines a case: a script of commands and their replies, or a function that drives connections itself. */
export function wire(
  id: string,
  title: string,
  run: WireRun | Script,
  options: WireOptions = {},
): WireCase {
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(id)) throw new Error(`"${id}" cannot be the id of a case`);
  if (typeof run === 'function') return { ...options, id, title, run };
  return { ...options, id, title, run: play(run), script: run };
}

function play(script: Script): WireRun {
  const steps = script.map(([line, expected]) => [splitWords(line), expected] as const);
  return async ({ client }) => {
    for (const [words, expected] of steps) await client.call(...words).expect(expected);
  };
}
