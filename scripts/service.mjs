// A child process that serves until it is stopped: says when it is ready, shows what it says, never outlives us.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { exitCode, whenOrphaned } from './children.mjs';
import { dim } from './colors.mjs';
import { UserError } from './user-error.mjs';

/** How long a child may take to end before it is killed. */
const PATIENCE_MS = 5000;

export class Service {
  /** @type {string[]} */
  #output = [];
  #isReady = false;

  /**
   * @param {string} name stands before each line that it prints
   * @param {string[]} args for Node
   * @param {{ cwd: string, env: NodeJS.ProcessEnv, ready: RegExp, quiet?: boolean }} options
   *   ready: the line that says it serves; quiet: show only what comes on stderr
   */
  constructor(name, args, { cwd, env, ready, quiet = false }) {
    this.name = name;
    this.child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    /** Resolves to the exit code. */
    this.ended = exitCode(this.child);
    /** Resolves to the match of the ready line; rejects when the child ends before. */
    this.ready = new Promise((resolve, reject) => {
      this.#read(this.child.stdout, !quiet, (line) => {
        const match = ready.exec(line);
        if (match !== null) resolve(match);
        this.#isReady ||= match !== null;
        return match === null;
      });
      this.#read(this.child.stderr, true, () => true);
      this.ended.then(
        () => reject(new UserError(`${name} did not start:\n${this.#output.join('\n')}`)),
        reject,
      );
    });
    this.ready.catch(() => {});
  }

  /**
   * @param {NodeJS.ReadableStream} stream
   * @param {boolean} shown
   * @param {(line: string) => boolean} take returns whether the line is for the user
   */
  #read(stream, shown, take) {
    createInterface({ input: stream }).on('line', (line) => {
      if (!this.#isReady) this.#output.push(line);
      if (take(line) && shown && this.#isReady)
        process.stdout.write(`${dim(`${this.name} |`)} ${line}\n`);
    });
  }

  /** Ends the child: asks first, kills it when it does not listen. */
  async stop() {
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), PATIENCE_MS);
    await this.ended;
    clearTimeout(timer);
  }
}

/**
 * Resolves when the user or the system asks us to end, by a signal or by ending npm above us. A second Ctrl-C
 * changes nothing: npm passes the first one on once more.
 * @returns {Promise<void>}
 */
export function untilAsked() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve());
    whenOrphaned(resolve);
  });
}
