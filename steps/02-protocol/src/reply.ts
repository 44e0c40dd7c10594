// A reply as a client sees it: one tagged shape for each kind, so that a terminal can tell a status from a string.
// toValue() makes plain JavaScript of it, for programs.

import { latin1Slice, utf8Decode } from '#bytes';
import { ReplyError } from './errors.ts';

export type Pair = [key: Reply, value: Reply];

/** Text is one character a byte. RESP2's two nulls and RESP3's are one kind; so are an error and a blob error. */
export type Reply = (
  | { type: 'status' | 'error'; text: string }
  | { type: 'bulk'; bytes: Uint8Array }
  | { type: 'verbatim'; format: string; bytes: Uint8Array }
  | { type: 'integer'; value: number | bigint }
  | { type: 'double'; value: number; text: string }
  | { type: 'bignumber'; value: bigint }
  | { type: 'boolean'; value: boolean }
  | { type: 'null' }
  | { type: 'array' | 'set' | 'push'; items: Reply[] }
  | { type: 'map'; pairs: Pair[] }
) & {
  /** What the server tells about the reply (RESP3). */
  attributes?: Pair[];
};

export type Value =
  | string
  | Uint8Array
  | number
  | bigint
  | boolean
  | null
  | ReplyError
  | Value[]
  | Set<Value>
  | Map<Value, Value>;

/** What strings become: text as people read it, one character a byte, or the bytes themselves. */
export type Decoding = 'utf8' | 'latin1' | 'bytes';

/** The reply as plain values. An error becomes a ReplyError: returned, not thrown, since it may stand in an array. */
export function toValue(reply: Reply, decoding: Decoding = 'utf8'): Value {
  switch (reply.type) {
    case 'status':
      return reply.text;
    case 'error':
      return new ReplyError(reply.text);
    case 'bulk':
    case 'verbatim':
      return decode(reply.bytes, decoding);
    case 'null':
      return null;
    case 'array':
    case 'push':
      return reply.items.map((item) => toValue(item, decoding));
    case 'set':
      return new Set(reply.items.map((item) => toValue(item, decoding)));
    case 'map':
      return new Map(
        reply.pairs.map(([key, value]) => [toValue(key, decoding), toValue(value, decoding)]),
      );
    default:
      return reply.value;
  }
}

function decode(bytes: Uint8Array, decoding: Decoding): string | Uint8Array {
  if (decoding === 'bytes') return bytes;
  return decoding === 'utf8' ? utf8Decode(bytes) : latin1Slice(bytes, 0, bytes.length);
}
