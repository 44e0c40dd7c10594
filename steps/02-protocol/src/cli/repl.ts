// The prompt: lines in, history, completion, hints, Ctrl-C and Ctrl-D.
// Invariant: one line runs at a time; what is typed meanwhile waits its turn. Ctrl-C ends what runs, or else the client.

import readline, { type Interface } from 'node:readline';
import type { CommandDocs } from './help/docs.ts';
import { complete, hint } from './help/hints.ts';
import { History, isSensitive, KEPT_LINES } from './history.ts';
import { toByteString } from './line.ts';
import { showHints } from './line-hints.ts';
import type { Printer } from './printer.ts';
import type { Runner } from './runner.ts';
import type { ServerLink } from './server-link.ts';
import type { Shell } from './shell.ts';
import type { Colors, Terminal } from './terminal.ts';

export interface ReplParts {
  terminal: Terminal;
  colors: Colors;
  printer: Printer;
  link: ServerLink;
  runner: Runner;
  shell: Shell;
  docs: CommandDocs;
}

export class Repl {
  readonly #parts: ReplParts;
  readonly #history: History;
  readonly #readline: Interface;
  readonly #closed: Promise<void>;
  /** Entered, and not run yet. */
  readonly #lines: string[] = [];
  #isBusy = true;
  #isClosed = false;
  #docsLoaded: Promise<void> = Promise.resolve();
  #working: Promise<void> = Promise.resolve();

  constructor(parts: ReplParts) {
    this.#parts = parts;
    this.#history = new History(History.file(parts.terminal.env));
    this.#readline = this.#createReadline();
    this.#closed = new Promise((resolve) => this.#readline.once('close', resolve));
    this.#readline.once('close', () => this.#leave());
    parts.printer.around = (print) => this.#printAround(print);
  }

  /** Runs until the person leaves, and what was entered before has run. */
  async run(): Promise<void> {
    await this.#parts.link.connect();
    this.#docsLoaded = this.#parts.docs.load();
    this.#working = this.#work();
    await this.#closed;
    await this.#working;
  }

  #createReadline(): Interface {
    const { colors, docs, terminal } = this.#parts;
    const { input, output, env } = terminal;
    const interactive = readline.createInterface({
      input,
      output,
      terminal: output.isTTY === true,
      history: this.#history.lines,
      historySize: KEPT_LINES,
      removeHistoryDuplicates: false,
      completer: (line: string) => complete(line, docs.list),
    });
    interactive.on('history', (lines) => {
      if (isSensitive(lines[0] ?? '')) lines.shift();
    });
    interactive.on('line', (line) => this.#enter(line));
    interactive.on('SIGINT', () => this.#interrupt());
    if (output.isTTY && env.TERM !== 'dumb') {
      showHints(interactive, terminal, { colors, hint: (line) => this.#hint(line) });
    }
    return interactive;
  }

  #hint(line: string): string {
    const { docs, shell } = this.#parts;
    return this.#isBusy || !shell.hintsShown ? '' : hint(line, docs.list);
  }

  #enter(line: string): void {
    this.#history.add(line);
    this.#lines.push(line);
    if (!this.#isBusy) this.#working = this.#work();
  }

  /** Runs the lines that wait, then asks for more. */
  async #work(): Promise<void> {
    this.#isBusy = true;
    while (this.#lines.length > 0) {
      await this.#docsLoaded;
      const line = this.#lines.shift();
      if (line === undefined) {
        // Ctrl-C took it back, and the connection with it.
        await this.#parts.link.connect();
        break;
      }
      if (!(await this.#parts.shell.execute(toByteString(line)))) return this.#readline.close();
      // A server that asks for a password tells about its commands only then.
      if (/^\s*(auth|hello)\b/i.test(line)) this.#docsLoaded = this.#parts.docs.load();
    }
    this.#isBusy = false;
    if (!this.#isClosed) this.#prompt();
  }

  #prompt(): void {
    this.#readline.setPrompt(this.#parts.link.prompt());
    this.#readline.prompt(true);
  }

  #interrupt(): void {
    if (this.#isBusy) {
      this.#lines.length = 0;
      this.#parts.runner.interrupt();
    } else this.#readline.close();
  }

  /** Ctrl-C or Ctrl-D at the prompt: what the terminal shows next begins a line of its own. */
  #leave(): void {
    this.#isClosed = true;
    if (!this.#isBusy) this.#parts.terminal.output.write('\n');
  }

  /** A message that comes while a line is being typed takes the line's place; the line moves down. */
  #printAround(print: () => void): void {
    const idle = !this.#isBusy && !this.#isClosed;
    if (idle) this.#parts.terminal.output.write('\r\x1b[0J');
    print();
    if (idle) this.#readline.prompt(true);
  }
}
