// Commands and replies as text: split and quoted as redis-cli does it.
// Invariant: splitWords(quoteWord(bytes)) gives the bytes back.

import { type Reply, toValue } from './reply.ts';

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };

/** Splits a line into words as redis-cli does: "double" with \n \x00 escapes, 'single'. Throws on an open quote. */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(line[at] ?? '')) at++;
    if (at >= line.length) return words;
    let word = '';
    while (at < line.length && !/\s/.test(line[at] as string)) {
      const quote = line[at] as string;
      if (quote !== '"' && quote !== "'") {
        word += line[at++];
        continue;
      }
      const end = closingQuote(line, at);
      const inside = line.slice(at + 1, end);
      word += quote === '"' ? unescapeDouble(inside) : inside.replaceAll("\\'", "'");
      at = end + 1;
    }
    words.push(word);
  }
}

function closingQuote(line: string, open: number): number {
  for (let i = open + 1; i < line.length; i++) {
    if (line[i] === '\\') i++;
    else if (line[i] === line[open]) return i;
  }
  throw new SyntaxError(`the ${line[open]} at character ${open + 1} is never closed: ${line}`);
}

function unescapeDouble(text: string): string {
  return text.replace(/\\(x[0-9a-fA-F]{2}|[\s\S])/g, (_, what: string) =>
    what.length === 3
      ? String.fromCharCode(Number.parseInt(what.slice(1), 16))
      : (ESCAPES[what] ?? what),
  );
}

/** A word as one would type it: bare where that is safe, else in double quotes. */
export function quoteWord(word: string): string {
  return /^[\w!#-&(-/:-@[\]^`{|}~]+$/.test(word) ? word : quote(word);
}

/** Text in double quotes, with what does not print escaped as redis-cli does. */
export function quote(text: string): string {
  return `"${text.replace(/[\\"]|[^ -~]/g, escapeChar)}"`;
}

function escapeChar(char: string): string {
  if (char === '\\' || char === '"') return `\\${char}`;
  const named = Object.keys(ESCAPES).find((letter) => ESCAPES[letter] === char);
  return named ? `\\${named}` : `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/** Bytes in one line as they stand in the wire: \r\n as escapes, without quotes. */
export function escapeBytes(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return text.replace(/\\|[^ -~]/g, escapeChar);
}

/** Shortens a long text in the middle and says how much is left out. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = Math.floor((most - 24) / 2);
  return `${text.slice(0, half)} …${text.length - 2 * half} more… ${text.slice(-half)}`;
}

/** Bytes or characters of a command that a transcript keeps, and words of it. */
const SHOWN = 160;
const WORDS_SHOWN = 24;

/** As bytes on the wire. Only what is shown is escaped: a case may send megabytes. */
export function showBytes(bytes: Uint8Array): string {
  const start = escapeBytes(bytes.subarray(0, SHOWN));
  return bytes.length > SHOWN ? `${start}… (${bytes.length} bytes)` : start;
}

/** As one would type it. */
export function showCommand(words: readonly Buffer[]): string {
  const typed = words
    .slice(0, WORDS_SHOWN)
    .map((word) => quoteWord(clip(word.toString('latin1'), SHOWN)));
  if (words.length > WORDS_SHOWN) typed.push(`… (${words.length} words)`);
  return typed.join(' ');
}

/** A reply as redis-cli prints it in a terminal; lines after the first are indented by `indent`. */
export function formatReply(reply: Reply, indent = ''): string {
  const { type, text, items } = reply;
  if (text === null || type === '_') return type === '*' ? '(nil array)' : '(nil)';
  if (type === '%') return formatMap(items, indent);
  if ('*~>'.includes(type)) return formatItems(type, items, indent);
  if (type === ':') return `(integer) ${text}`;
  if (type === '-' || type === '!') return `(error) ${text}`;
  if (type === '+') return text;
  if (type === ',') return `(double) ${text}`;
  if (type === '#') return text === 't' ? '(true)' : '(false)';
  return type === '(' ? text : quote(clip(String(toValue(reply)), 200));
}

const ITEMS_SHOWN = 20;

function formatItems(type: string, items: readonly Reply[], indent: string): string {
  const mark = type === '~' ? '~' : ')';
  const name = { '*': 'array', '~': 'set', '>': 'push' }[type];
  if (items.length === 0) return `(empty ${name})`;
  const lines = items.slice(0, ITEMS_SHOWN).map((item, i) => {
    const head = `${i + 1}${mark} `;
    return head + formatReply(item, indent + ' '.repeat(head.length));
  });
  if (items.length > ITEMS_SHOWN) lines.push(`… ${items.length - ITEMS_SHOWN} more`);
  return lines.join(`\n${indent}`);
}

function formatMap(items: readonly Reply[], indent: string): string {
  if (items.length === 0) return '(empty hash)';
  const lines: string[] = [];
  for (let i = 0; i + 1 < items.length && lines.length < ITEMS_SHOWN; i += 2) {
    const head = `${i / 2 + 1}# `;
    const value = formatReply(items[i + 1] as Reply, indent + ' '.repeat(head.length));
    lines.push(`${head}${formatReply(items[i] as Reply)} => ${value}`);
  }
  if (items.length / 2 > ITEMS_SHOWN) lines.push(`… ${items.length / 2 - ITEMS_SHOWN} more`);
  return lines.join(`\n${indent}`);
}
