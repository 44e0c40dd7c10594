// The hint behind the cursor: drawn after each key, and taken away before the next one is handled.
// It stands on node:readline's public parts alone: `line`, `cursor`, getCursorPos(), and the keypress events of the input.

import type { Interface } from 'node:readline';
import type { Colors, Terminal } from './terminal.ts';

export interface HintSource {
  /** What may follow the line; empty when there is nothing to say. */
  hint(line: string): string;
  colors: Colors;
}

const ERASE_TO_END_OF_LINE = '\x1b[0K';

/** Shows hints while `readline` reads a line. `source.hint` is asked after each key. */
export function showHints(readline: Interface, terminal: Terminal, source: HintSource): void {
  const { input, output } = terminal;
  let isShown = false;
  const erase = () => {
    if (isShown) output.write(ERASE_TO_END_OF_LINE);
    isShown = false;
  };
  const draw = (_text: string | undefined, key: { name?: string } | undefined) => {
    // Completion answers a tab later, and draws the line itself.
    if (readline.cursor !== readline.line.length || key?.name === 'tab') return;
    const room = (output.columns ?? 80) - readline.getCursorPos().cols - 1;
    const text = source.hint(readline.line).slice(0, Math.max(0, room));
    if (text === '') return;
    output.write(`${source.colors.gray(text)}\x1b[${text.length}D`);
    isShown = true;
  };
  input.prependListener('keypress', erase);
  input.on('keypress', draw);
  readline.once('close', () => {
    input.off('keypress', erase);
    input.off('keypress', draw);
  });
}
