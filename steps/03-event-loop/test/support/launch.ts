// A server as a process of its own, as a user starts it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LAUNCH } from '@byor/launch';
import { onTestFinished } from 'vitest';

export const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export class Launched {
  readonly #child;
  /** What it has printed so far. */
  stdout = '';
  stderr = '';

  constructor(script: string, args: string[]) {
    this.#child = spawn(process.execPath, [LAUNCH, script, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    });
    createInterface(this.#child.stdout).on('line', (line) => {
      this.stdout += `${line}\n`;
      this.#child.emit('printed');
    });
    createInterface(this.#child.stderr).on('line', (line) => {
      this.stderr += `${line}\n`;
      this.#child.emit('printed');
    });
    onTestFinished(() => {
      this.#child.kill('SIGKILL');
    });
  }

  /** Waits until it has printed what the pattern asks for. */
  async printed(pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const match = `${this.stdout}${this.stderr}`.match(pattern);
      if (match !== null) return match;
      if (this.#child.exitCode !== null) throw new Error(`it ended: ${this.stderr}`);
      await once(this.#child, 'printed');
    }
  }

  async ready(): Promise<{ host: string; port: number }> {
    const [, host = '', port] = await this.printed(/Ready to accept connections at (\S+):(\d+)$/m);
    return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
  }

  /** How it ended: its exit code, or the signal that killed it. All it printed has been read. */
  async ended(signal?: NodeJS.Signals): Promise<number | string> {
    if (signal !== undefined) this.#child.kill(signal);
    const [code, killedBy] = (await once(this.#child, 'close')) as [number | null, string | null];
    return code ?? killedBy ?? 'unknown';
  }
}
