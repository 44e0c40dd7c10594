// What the keys do to the line that is being typed: history and completion, as in any terminal.

import { type CommandDoc, complete } from '@byor/02-protocol/cli';

export class History {
  readonly #lines: string[] = [];
  /** Lines back from the newest; 0: the one being typed. */
  #back = 0;
  #typed = '';

  add(line: string): void {
    if (line.trim() !== '' && this.#lines.at(-1) !== line) this.#lines.push(line);
    this.#back = 0;
  }

  older(current: string): string {
    if (this.#back === 0) this.#typed = current;
    this.#back = Math.min(this.#lines.length, this.#back + 1);
    return this.#shown();
  }

  newer(current: string): string {
    if (this.#back === 0) return current;
    this.#back--;
    return this.#shown();
  }

  #shown(): string {
    return this.#back === 0 ? this.#typed : (this.#lines.at(-this.#back) as string);
  }
}

export interface Completion {
  readonly line: string;
  /** To choose from, when the line could not be completed further. */
  readonly choices: readonly string[];
}

/** Undefined when nothing fits, so that the key may do what it does elsewhere. */
export function completed(line: string, docs: readonly CommandDoc[]): Completion | undefined {
  const [words, typed] = complete(line, docs);
  if (line.trim() === '' || words.length === 0) return undefined;
  const shared = words.reduce(commonStart);
  const longer = line.slice(0, line.length - typed.length) + shared;
  if (longer === line && words.length === 1) return undefined;
  return { line: longer, choices: longer.length > line.length ? [] : words };
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length]?.toLowerCase() === b[length]?.toLowerCase()) length++;
  return a.slice(0, length);
}
