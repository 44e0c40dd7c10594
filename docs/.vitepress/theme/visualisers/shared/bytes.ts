// The bytes of the protocol by what they mean, for colours: what begins a thing, how long it is, where it ends, what it says.

export type Meaning = 'type' | 'length' | 'end' | 'data';

export interface Token {
  readonly meaning: Meaning;
  /** Where it stands in the stream, in bytes. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const TYPES_WITH_LENGTH = '$*%~>=!|';
const STRINGS = '$=!';

/** What is cut short at the end counts as far as it goes. Text: one character a byte. */
export function tokens(stream: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  const take = (meaning: Meaning, length: number) => {
    const end = Math.min(stream.length, at + length);
    if (end > at) found.push({ meaning, start: at, end, text: stream.slice(at, end) });
    at = end;
  };
  while (at < stream.length) {
    const type = stream[at] as string;
    take('type', 1);
    const lineEnd = stream.indexOf('\r', at);
    const line = stream.slice(at, lineEnd < 0 ? stream.length : lineEnd);
    take(TYPES_WITH_LENGTH.includes(type) ? 'length' : 'data', line.length);
    take('end', 2);
    if (lineEnd < 0 || !STRINGS.includes(type) || !/^\d+$/.test(line)) continue;
    take('data', Number(line));
    take('end', 2);
  }
  return found;
}

/** As it is shown: what cannot be printed as an escape, text in UTF-8 as text. */
export function shown(bytesAsText: string): string {
  const bytes = Uint8Array.from(bytesAsText, (char) => char.charCodeAt(0));
  return new TextDecoder()
    .decode(bytes)
    .replace(/\r/g, '\\r')
    .replace(/\n/g, '\\n')
    .replace(/[\p{Cc}\ufffd]/gu, '·');
}

/** Text of one character a byte, as people read it: UTF-8. */
export function shownText(bytesAsText: string): string {
  return new TextDecoder().decode(Uint8Array.from(bytesAsText, (char) => char.charCodeAt(0)));
}
