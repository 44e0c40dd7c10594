// Replies as redis-cli prints them for people. Invariant: text is one character a byte (latin1), and ends with a newline.
// Source: redis-cli 7.0.15, whose output test/cli-format.test.ts compares with. It does not know RESP3's big numbers and
// attributes; here a big number is printed after its kind, and attributes are left out, as clients that do not use them do.

import { latin1Slice, type Pair, quote, type Reply } from '../core.ts';
import { formatCsv, formatJson, formatRaw, type Scalar } from './format-plain.ts';

/** `standard` is for people, `raw` for pipes, the others for programs. */
export type Format = 'standard' | 'raw' | 'csv' | 'json';

/** The whole text to print for a reply to `args`. */
export function formatReply(reply: Reply, format: Format, args: readonly string[] = []): string {
  if (repliesWithText(args)) return endWithNewline(formatRaw(reply));
  switch (format) {
    case 'standard':
      return formatStandard(reply);
    case 'raw':
      return `${formatRaw(reply)}\n`;
    case 'csv':
      return `${formatCsv(reply)}\n`;
    case 'json':
      return `${formatJson(reply)}\n`;
  }
}

/** Commands whose reply is a text of many lines: printed as it is in every format. */
const TEXT_COMMANDS = new Set([
  'INFO',
  'LOLWUT',
  'CLIENT LIST',
  'CLIENT INFO',
  'CLUSTER INFO',
  'CLUSTER NODES',
  'DEBUG HTSTATS',
  'DEBUG HTSTATS-KEY',
  'LATENCY DOCTOR',
  'LATENCY GRAPH',
  'MEMORY DOCTOR',
  'MEMORY MALLOC-STATS',
]);

function repliesWithText([name = '', subcommand = '']: readonly string[]): boolean {
  const container = name.toUpperCase();
  return (
    TEXT_COMMANDS.has(container) || TEXT_COMMANDS.has(`${container} ${subcommand.toUpperCase()}`)
  );
}

function endWithNewline(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** For people: kinds are named, strings quoted, elements numbered. `indent` stands before every line but the first. */
export function formatStandard(reply: Reply, indent = ''): string {
  if (reply.type === 'map') return formatMap(reply.pairs, indent);
  if ('items' in reply) return formatItems(reply.type, reply.items, indent);
  return `${formatScalar(reply)}\n`;
}

function formatScalar(reply: Scalar): string {
  switch (reply.type) {
    case 'status':
      return reply.text;
    case 'error':
      return `(error) ${reply.text}`;
    case 'bulk':
      return quote(latin1Slice(reply.bytes, 0, reply.bytes.length));
    case 'verbatim':
      return latin1Slice(reply.bytes, 0, reply.bytes.length);
    case 'double':
      return `(double) ${reply.text}`;
    case 'integer':
      return `(integer) ${reply.value}`;
    case 'bignumber':
      return `(big number) ${reply.value}`;
    case 'boolean':
      return `(${reply.value})`;
    case 'null':
      return '(nil)';
  }
}

function formatItems(type: 'array' | 'set' | 'push', items: Reply[], indent: string): string {
  if (items.length === 0) return `(empty ${type})\n`;
  const label = labels(items.length, type === 'set' ? '~' : ')');
  const deeper = indent + ' '.repeat(label(0).length);
  const lines = items.map((item, index) => label(index) + formatStandard(item, deeper));
  return lines.join(indent);
}

function formatMap(pairs: Pair[], indent: string): string {
  if (pairs.length === 0) return '(empty hash)\n';
  const label = labels(pairs.length, '#');
  const deeper = indent + ' '.repeat(label(0).length);
  const lines = pairs.map(([key, value], index) => {
    const left = label(index) + formatStandard(key, deeper).slice(0, -1);
    const onNextLine = sizeOf(value) > 1 ? `\n${deeper}` : '';
    return `${left} => ${onNextLine}${formatStandard(value, deeper)}`;
  });
  return lines.join(indent);
}

/** `1) `, or ` 1) ` where there are ten or more: all of one width. */
function labels(count: number, mark: string): (index: number) => string {
  const width = String(count).length;
  return (index) => `${String(index + 1).padStart(width)}${mark} `;
}

function sizeOf(reply: Reply): number {
  if (reply.type === 'map') return reply.pairs.length;
  return 'items' in reply ? reply.items.length : 0;
}
