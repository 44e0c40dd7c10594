// What a line does, typed or piped: a command for the server, perhaps several times, or a word for the client itself.

import type { CommandDocs } from './help/docs.ts';
import { helpText } from './help/help.ts';
import { parseRepeat, splitLine } from './line.ts';
import type { Settings } from './options.ts';
import type { Printer } from './printer.ts';
import type { Runner } from './runner.ts';
import type { ServerLink } from './server-link.ts';
import type { Colors } from './terminal.ts';

/** From here on the time a command took is printed. */
const SLOW_MS = 500;

const CLEAR_SCREEN = '\x1b[H\x1b[2J';

export interface ShellParts {
  settings: Settings;
  link: ServerLink;
  runner: Runner;
  printer: Printer;
  colors: Colors;
  docs: CommandDocs;
  nowMs(): number;
}

export class Shell {
  /** `:set hints`, `:set nohints` */
  hintsShown = true;
  readonly #parts: ShellParts;

  constructor(parts: ShellParts) {
    this.#parts = parts;
  }

  /** Does what one line says (one character a byte). False when it was the last: `exit`, `quit`. */
  async execute(line: string): Promise<boolean> {
    const { printer } = this.#parts;
    const args = splitLine(line);
    if (args === undefined) {
      printer.out('Invalid argument(s)\n');
      return true;
    }
    if (args.length === 0) return true;
    const repeated = parseRepeat(args);
    if (repeated === undefined) {
      printer.out('Invalid redis-cli repeat command option value.\n');
      return true;
    }
    if (isExit(repeated.args)) return false;
    if (!(await this.#ownWord(repeated.args))) await this.#run(repeated.args, repeated.times);
    return true;
  }

  /** A word for the client itself; false when it is none. */
  async #ownWord(args: string[]): Promise<boolean> {
    const { colors, docs, link, printer } = this.#parts;
    const [word = '', ...rest] = args;
    switch (word.toLowerCase()) {
      case '?':
      case 'help':
        await docs.load();
        printer.out(helpText(rest, docs.list, colors));
        return true;
      case 'clear':
        printer.out(CLEAR_SCREEN);
        return true;
      case ':set':
        this.hintsShown = rest[0] !== 'nohints';
        return true;
      case 'connect':
        if (rest.length !== 2) return false;
        [link.host, link.port] = [rest[0] as string, Number(rest[1])];
        await link.connect();
        return true;
      default:
        return false;
    }
  }

  async #run(args: string[], times: number): Promise<void> {
    const { nowMs, printer, runner, settings } = this.#parts;
    const startMs = nowMs();
    for (let i = 0; i < times; i++) {
      if ((await runner.run(args)) === 'lost') return;
    }
    const elapsedMs = nowMs() - startMs;
    if (settings.format === 'standard' && elapsedMs >= SLOW_MS) {
      printer.out(`(${(elapsedMs / 1000).toFixed(2)}s)\n`);
    }
  }
}

function isExit([word = '', ...rest]: string[]): boolean {
  return rest.length === 0 && /^(exit|quit)$/i.test(word);
}
