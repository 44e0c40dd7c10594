// --resp: the bytes of each exchange as they pass, one element of RESP to a row, CR and LF visible.
//   → *2\r\n          ← $5\r\nhello\r\n
//     $4\r\nECHO\r\n

import { latin1Slice } from '../core.ts';
import { visible } from '../quote.ts';
import { toByteString } from './line.ts';
import type { Colors } from './terminal.ts';

/** Bytes of a string that are shown; the rest is only counted. */
const SHOWN_BYTES = 256;

export type Direction = 'sent' | 'received';

const ARROWS = { sent: toByteString('→ '), received: toByteString('← ') };

export class RespView {
  readonly #print: (text: string) => void;
  readonly #colors: Colors;
  #direction: Direction | undefined;
  /** Passed, but not a whole row yet. */
  #pending = '';
  #isFirstRow = true;

  constructor(print: (text: string) => void, colors: Colors) {
    this.#print = print;
    this.#colors = colors;
  }

  /** Shows what passes, as far as it makes whole rows. */
  pass(direction: Direction, bytes: Uint8Array): void {
    if (direction !== this.#direction) this.#turn(direction);
    this.#pending += latin1Slice(bytes, 0, bytes.length);
    for (let end = rowEnd(this.#pending); end > 0; end = rowEnd(this.#pending)) {
      this.#show(this.#pending.slice(0, end));
      this.#pending = this.#pending.slice(end);
    }
  }

  /** Shows what is left of the last row: a server may stop in the middle of one. */
  end(): void {
    if (this.#pending !== '') this.#show(this.#pending);
    this.#pending = '';
    this.#direction = undefined;
  }

  #turn(direction: Direction): void {
    this.end();
    this.#direction = direction;
    this.#isFirstRow = true;
  }

  #show(row: string): void {
    const { cyan, green, yellow } = this.#colors;
    const color = this.#direction === 'sent' ? yellow : green;
    const arrow = this.#isFirstRow ? color(ARROWS[this.#direction ?? 'sent']) : '  ';
    this.#isFirstRow = false;
    const headEnd = row.includes('\r\n') ? row.indexOf('\r\n') + 2 : row.length;
    const head = this.#line(row.slice(0, headEnd), (text) => cyan(visible(text)));
    this.#print(`${arrow}${head}${this.#line(row.slice(headEnd), shorten)}\n`);
  }

  /** What ends the line is of the protocol, not of the data: dimmed. */
  #line(text: string, paint: (text: string) => string): string {
    if (text === '') return '';
    if (!text.endsWith('\r\n')) return paint(text);
    return paint(text.slice(0, -2)) + this.#colors.dim('\\r\\n');
  }
}

/** Whether a line announces a string, which belongs to the same row. */
function isString(head: string): boolean {
  return /^[$=!]\d+$/.test(head);
}

/** Where the first row ends; 0 while it is not whole. */
function rowEnd(text: string): number {
  const headEnd = text.indexOf('\r\n');
  if (headEnd < 0) return 0;
  const head = text.slice(0, headEnd);
  const end = headEnd + 2 + (isString(head) ? Number(head.slice(1)) + 2 : 0);
  return end <= text.length ? end : 0;
}

function shorten(body: string): string {
  const more = body.length - SHOWN_BYTES;
  if (more <= 0) return visible(body);
  return `${visible(body.slice(0, SHOWN_BYTES))}... (${more} more bytes)`;
}
