// Reads one RESP2 or RESP3 reply from bytes, strictly, and remembers where each part lies.
// It shares no code with the stages, so that a bug in stage 02 cannot hide itself.
// Source: the RESP specification, https://redis.io/docs/latest/develop/reference/protocol-spec/

/** One reply and its place in the bytes it was read from: `[start, end)`. */
export interface Reply {
  /** The first byte: `+ - : $ *` of RESP2, `_ # , ( = ! % ~ >` of RESP3. */
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** The text of a line or of a bulk string as latin1; null for `$-1` and `*-1`; '' for aggregates. */
  readonly text: string | null;
  /** The members of an aggregate; a map holds key, value, key, value. */
  readonly items: readonly Reply[];
}

/** What a server sent is not RESP. `offset` is the byte at which that shows. */
export class MalformedReply extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const LINES = '+-:_#,(';
const BULKS = '$=!';
const AGGREGATES = '*~>%';
const CR = 13;
const LF = 10;

/** Reads the reply that begins at `start`; undefined when more bytes are needed. Throws MalformedReply. */
export function readReply(bytes: Uint8Array, start = 0): Reply | undefined {
  if (start >= bytes.length) return undefined;
  const type = String.fromCharCode(bytes[start] ?? 0);
  if (!(LINES + BULKS + AGGREGATES).includes(type)) {
    throw new MalformedReply(
      `a reply begins with one of + - : $ * (RESP3: _ # , ( = ! % ~ >)`,
      start,
    );
  }
  const lineEnd = findLineEnd(bytes, start + 1);
  if (lineEnd === undefined) return undefined;
  const line = latin1(bytes, start + 1, lineEnd);
  const end = lineEnd + 2;
  if (LINES.includes(type))
    return { type, start, end, text: checkLine(type, line, start), items: [] };
  const length = readLength(type, line, start);
  if (length === -1) return { type, start, end, text: null, items: [] };
  if (BULKS.includes(type)) return readBulk(bytes, { type, start, end }, length);
  return readAggregate(bytes, { type, start, end }, type === '%' ? length * 2 : length);
}

/** The index of the CR that ends the line; undefined when it has not come yet. */
function findLineEnd(bytes: Uint8Array, from: number): number | undefined {
  for (let i = from; i < bytes.length; i++) {
    if (bytes[i] === LF)
      throw new MalformedReply('a line ends with \\r\\n, this one with \\n alone', i);
    if (bytes[i] !== CR) continue;
    if (i + 1 === bytes.length) return undefined;
    if (bytes[i + 1] !== LF) throw new MalformedReply('\\r must be followed by \\n', i + 1);
    return i;
  }
  return undefined;
}

const LINE_SYNTAX: Record<string, RegExp> = {
  ':': /^[+-]?\d+$/,
  '(': /^[+-]?\d+$/,
  '#': /^[tf]$/,
  _: /^$/,
  ',': /^([+-]?\d+(\.\d*)?([eE][+-]?\d+)?|[+-]?inf|nan)$/,
};

function checkLine(type: string, line: string, start: number): string {
  const syntax = LINE_SYNTAX[type];
  if (syntax && !syntax.test(line)) {
    throw new MalformedReply(`"${line}" cannot stand behind ${type}`, start + 1);
  }
  return line;
}

function readLength(type: string, line: string, start: number): number {
  const nullAllowed = type === '$' || type === '*';
  if (/^\d+$/.test(line) || (nullAllowed && line === '-1')) return Number(line);
  throw new MalformedReply(`"${line}" is not a length`, start + 1);
}

type Head = Pick<Reply, 'type' | 'start' | 'end'>;

function readBulk(bytes: Uint8Array, head: Head, length: number): Reply | undefined {
  const end = head.end + length;
  for (const [i, wanted] of [CR, LF].entries()) {
    const at = end + i;
    if (at < bytes.length && bytes[at] !== wanted) {
      throw new MalformedReply(`after the ${length} bytes announced there must be \\r\\n`, at);
    }
  }
  if (bytes.length < end + 2) return undefined;
  return { ...head, end: end + 2, text: latin1(bytes, head.end, end), items: [] };
}

function readAggregate(bytes: Uint8Array, head: Head, count: number): Reply | undefined {
  const items: Reply[] = [];
  let end = head.end;
  for (let i = 0; i < count; i++) {
    const item = readReply(bytes, end);
    if (!item) return undefined;
    items.push(item);
    end = item.end;
  }
  return { ...head, end, text: '', items };
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}

/** A reply as a JavaScript value. Errors are `{ error }`; integers beyond 2^53 are bigint; strings are latin1. */
export type Value =
  | string
  | number
  | bigint
  | boolean
  | null
  | Value[]
  | Map<Value, Value>
  | { error: string };

/** Decodes a reply for cases that look at what is inside. */
export function toValue(reply: Reply): Value {
  const { type, text, items } = reply;
  if (text === null || type === '_') return null;
  if (type === '%') return toMap(items);
  if ('*~>'.includes(type)) return items.map(toValue);
  if (type === ':' || type === '(') return toInteger(text);
  if (type === ',') return toDouble(text);
  if (type === '#') return text === 't';
  if (type === '-' || type === '!') return { error: text };
  return type === '=' ? text.slice(4) : text;
}

function toMap(items: readonly Reply[]): Map<Value, Value> {
  const map = new Map<Value, Value>();
  for (let i = 0; i + 1 < items.length; i += 2) {
    map.set(toValue(items[i] as Reply), toValue(items[i + 1] as Reply));
  }
  return map;
}

function toInteger(text: string): number | bigint {
  const n = Number(text);
  return Number.isSafeInteger(n) ? n : BigInt(text);
}

function toDouble(text: string): number {
  if (text.endsWith('inf')) return text.startsWith('-') ? -Infinity : Infinity;
  return Number(text);
}
