// Replies as redis-cli prints them for programs: raw for pipes, CSV, JSON. None ends with a newline of its own,
// except that an error in raw form does. Source: redis-cli 7.0.15, oddities too (JSON errors are `error:"..."`).

import { latin1Slice, type Pair, quote, type Reply } from '../core.ts';

/** The bytes and nothing else; the elements of an aggregate one to a line. */
export function formatRaw(reply: Reply): string {
  switch (reply.type) {
    case 'error':
      return `${reply.text}\n`;
    case 'boolean':
      return `(${reply.value})`;
    case 'null':
      return '';
    case 'map':
      return reply.pairs.map(([key, value]) => `${formatRaw(key)} ${formatRaw(value)}`).join('\n');
    case 'array':
    case 'set':
    case 'push':
      return reply.items.map(formatRaw).join('\n');
    default:
      return scalarText(reply);
  }
}

/** One line of comma-separated values: nested aggregates are flattened. */
export function formatCsv(reply: Reply): string {
  switch (reply.type) {
    case 'error':
      return `ERROR,${quote(reply.text)}`;
    case 'status':
    case 'bulk':
    case 'verbatim':
      return quote(scalarText(reply));
    case 'null':
      return 'NULL';
    case 'map':
      return reply.pairs.flat().map(formatCsv).join(',');
    case 'array':
    case 'set':
    case 'push':
      return reply.items.map(formatCsv).join(',');
    default:
      return scalarText(reply);
  }
}

/** JSON, as far as a reply has a form there. Bytes above 127 pass as they are: text that is UTF-8 stays so. */
export function formatJson(reply: Reply): string {
  switch (reply.type) {
    case 'error':
      return `error:${quote(reply.text)}`;
    case 'status':
    case 'bulk':
    case 'verbatim':
      return JSON.stringify(scalarText(reply));
    case 'map':
      return `{${reply.pairs.map(([key, value]) => `${formatJsonKey(key)}:${formatJson(value)}`).join(',')}}`;
    case 'array':
    case 'set':
    case 'push':
      return `[${reply.items.map(formatJson).join(',')}]`;
    default:
      return scalarText(reply);
  }
}

/** A key that is no string becomes one. */
function formatJsonKey(key: Reply): string {
  const json = formatJson(key);
  return json.startsWith('"') ? json : `"${json}"`;
}

/** A reply that holds no others. */
export type Scalar = Exclude<Reply, { items: Reply[] } | { pairs: Pair[] }>;

function scalarText(reply: Scalar): string {
  if ('bytes' in reply) return latin1Slice(reply.bytes, 0, reply.bytes.length);
  if ('text' in reply) return reply.text;
  return 'value' in reply ? String(reply.value) : 'null';
}
