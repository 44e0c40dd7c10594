// A server's process: what it printed, how it ended, and that it ends with us by its own id, whatever happens.

import { type ChildProcess, spawn } from 'node:child_process';

const STOP_TIMEOUT_MS = 3_000;
const OUTPUT_KEPT = 64 * 1024;
const LAST_LINES = 20;

export interface Launch {
  /** For people: 'stage 04-kv', 'redis-server', or the command. */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** It may start processes of its own (a shell, a build), which must end with it: it leads a process group. */
  readonly group?: boolean;
}

export class ServerProcess {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #group: boolean;
  #output = '';
  #ending: string | undefined;

  constructor({ name, file, args, cwd, group = false }: Launch) {
    this.name = name;
    this.#group = group && process.platform !== 'win32';
    this.#child = spawn(file, args, {
      cwd,
      detached: this.#group,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#collect(chunk));
    this.#child.stderr?.on('data', (chunk: Buffer) => this.#collect(chunk));
    this.#child.on('error', (error) => {
      this.#ending ??= error.message;
    });
    const endWithUs = () => this.#signal('SIGKILL');
    process.once('exit', endWithUs);
    this.#child.once('exit', (code, signal) => {
      process.off('exit', endWithUs);
      this.#ending ??= signal ? `ended by ${signal}` : `ended with exit code ${code}`;
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** How it ended, in words; undefined while it runs. */
  ending(): string | undefined {
    return this.#ending;
  }

  alive(): boolean {
    return this.#ending === undefined;
  }

  /** Whether it has ended, or does within this time. */
  ended(withinMs: number): Promise<boolean> {
    if (!this.alive()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#child.off('exit', done);
        resolve(!this.alive());
      };
      const timer = setTimeout(done, withinMs);
      this.#child.once('exit', done);
    });
  }

  /** What it printed, both streams, the last 64 KiB of it. */
  output(): string {
    return this.#output;
  }

  /** The last lines it printed, and how it ended. */
  lastWords(): string {
    const lines = this.#output.trimEnd().split('\n').slice(-LAST_LINES);
    return [...lines, `(${this.#ending ?? 'it still runs'})`].join('\n').trim();
  }

  /** Ends it: SIGTERM, and SIGKILL after 3 s. Resolves with the exit code, null when a signal ended it. */
  async stop(): Promise<number | null> {
    if (this.alive()) {
      this.#signal('SIGTERM');
      if (!(await this.ended(STOP_TIMEOUT_MS))) {
        this.#signal('SIGKILL');
        await this.ended(STOP_TIMEOUT_MS);
      }
    }
    if (this.#group) this.#signal('SIGKILL');
    return this.#child.exitCode;
  }

  #collect(chunk: Buffer): void {
    this.#output = (this.#output + chunk.toString()).slice(-OUTPUT_KEPT);
  }

  #signal(signal: NodeJS.Signals): void {
    if (!this.#child.pid) return;
    try {
      process.kill(this.#group ? -this.#child.pid : this.#child.pid, signal);
    } catch {
      // It has ended already.
    }
  }
}
