// Runs tests of a copy by vitest, in a process of its own, and collects how each ended. A test that never comes back (a loop
// without end, a system call that waits) is found by the silence, named, and ended with the process.

import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { TestEvent } from './reporter.ts';

/** How long nothing may happen before a run is taken for hung; and how long vitest may take to begin. */
const SILENCE_MS = 60_000;
const START_MS = 60_000;
/** A test that waits for what is not written yet must give up soon. */
const TEST_TIMEOUT_MS = 5_000;

export interface TestRun {
  readonly folder: string;
  /** Relative to the folder; none: all of them. */
  readonly files?: readonly string[];
  /** A pattern of full names. */
  readonly pattern?: string | undefined;
  readonly silenceMs?: number | undefined;
  readonly testTimeoutMs?: number | undefined;
  /** Ends the run after so many failures. */
  readonly bail?: number | undefined;
  /** Whether each file has a worker of its own; true unless said otherwise. */
  readonly isIsolated?: boolean;
  /** Where vitest is installed, when that is not in the folder. */
  readonly toolsFolder?: string | undefined;
  onEvent?(event: TestEvent): void;
}

export interface TestResults {
  readonly events: readonly TestEvent[];
  /**
   * The tests that had not ended when the run hung, in their order; undefined when it came to its end. A thread that
   * waits for ever reports nothing more, so it hangs in the first of them or in one of the next.
   */
  readonly hung: readonly PlannedTest[] | undefined;
  /** What vitest itself printed: the reason when it could not even begin. */
  readonly output: string;
}

export interface PlannedTest {
  readonly file: string;
  readonly name: string;
}

const REPORTER = fileURLToPath(new URL('./reporter.ts', import.meta.url));

export async function runTests(run: TestRun): Promise<TestResults> {
  const child = start(run);
  const events: TestEvent[] = [];
  let output = '';
  const watchdog = new Watchdog(START_MS, () => end(child));
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = new Promise((resolve) => child.once('close', resolve));
  for await (const line of createInterface({ input: child.stdio[3] as Readable })) {
    const event = JSON.parse(line) as TestEvent;
    watchdog.heard(run.silenceMs ?? SILENCE_MS);
    events.push(event);
    run.onEvent?.(event);
  }
  await ended;
  watchdog.stop();
  return { events, hung: watchdog.hasBitten ? unfinished(events) : undefined, output };
}

function start(run: TestRun): ChildProcess {
  const { folder, toolsFolder = folder } = run;
  const vitest = path.join(toolsFolder, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', ...flagsOf(run), ...(run.files ?? [])], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    // A group of its own, to be ended with all it started; what hangs in a system call hears no SIGTERM.
    detached: process.platform !== 'win32',
  });
  const endWithUs = () => end(child);
  process.once('exit', endWithUs);
  child.once('close', () => process.off('exit', endWithUs));
  return child;
}

function flagsOf(run: TestRun): string[] {
  const { pattern, bail, isIsolated = true, testTimeoutMs = TEST_TIMEOUT_MS } = run;
  return [
    ...['--reporter', REPORTER],
    ...[`--testTimeout=${testTimeoutMs}`, `--hookTimeout=${2 * testTimeoutMs}`],
    ...(isIsolated ? [] : ['--no-isolate']),
    ...(bail === undefined ? [] : [`--bail=${bail}`]),
    ...(pattern === undefined ? [] : ['-t', pattern]),
  ];
}

function end({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

function unfinished(events: readonly TestEvent[]): PlannedTest[] {
  const open = new Map<string, PlannedTest>();
  for (const event of events) {
    if (event.kind === 'breaks') continue;
    const { file, name } = event;
    if (event.kind === 'ends') open.delete(`${file} ${name}`);
    else open.set(`${file} ${name}`, { file, name });
  }
  return [...open.values()];
}

/** Bites once when nothing was heard for too long. */
class Watchdog {
  hasBitten = false;
  readonly #bite: () => void;
  #timer: NodeJS.Timeout;

  constructor(patienceMs: number, bite: () => void) {
    this.#bite = () => {
      this.hasBitten = true;
      bite();
    };
    this.#timer = setTimeout(this.#bite, patienceMs);
  }

  heard(patienceMs: number): void {
    clearTimeout(this.#timer);
    if (!this.hasBitten) this.#timer = setTimeout(this.#bite, patienceMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
