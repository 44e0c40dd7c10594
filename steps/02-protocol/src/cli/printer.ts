// Where all text goes out. At a prompt, what comes while a line is being typed must not run into it: `around` sees to that.

import { type Terminal, writeBytes } from './terminal.ts';

export class Printer {
  readonly #terminal: Terminal;
  /** Calls `print`, and may do something before and after. */
  around: (print: () => void) => void = (print) => print();

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Text of one character a byte. */
  out(text: string): void {
    this.around(() => writeBytes(this.#terminal.output, text));
  }

  err(text: string): void {
    this.around(() => writeBytes(this.#terminal.errors, text));
  }
}
