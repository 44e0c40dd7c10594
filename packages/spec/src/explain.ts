// Puts a failure into words: what was sent, what came, where it differs, what that likely means, where to read on.

import pc from 'picocolors';
import { type Mismatch, type TranscriptLine, WireFailure } from './failure.ts';
import { hintFor } from './hints.ts';
import type { Part } from './matchers.ts';
import { MalformedReply, readReply } from './reply.ts';
import type { LocatedCase } from './repository.ts';
import { escapeBytes, formatReply } from './text.ts';

export type Colors = ReturnType<typeof pc.createColors>;

const LINES_SHOWN = 24;
/** Characters of escaped bytes shown on either side of the first that differs. */
const WINDOW = 44;
const LABEL = 12;

/** A failure as text, several lines, without a final newline. */
export function explain(
  wireCase: LocatedCase,
  error: Error,
  transcript: readonly TranscriptLine[],
  colors: Colors = pc,
): string {
  const lines = [`${colors.red(wireCase.fullId)}  ${colors.bold(wireCase.title)}`, ''];
  if (transcript.length > 0) lines.push(...tellTranscript(transcript, colors), '');
  lines.push(row('failed', colors.red(error.message)));
  const mismatch = error instanceof WireFailure ? error.mismatch : undefined;
  if (mismatch) lines.push(...tellBytes(mismatch, colors));
  if (!(error instanceof WireFailure)) lines.push(tellFault(error));
  const hint = hintOf(error, transcript);
  const cause = transcript.length > 0 ? wireCase.cause : undefined;
  const causes = [hint, cause].filter((text) => text !== undefined);
  if (causes.length > 0) lines.push('', ...causes.map((text, i) => row(i ? 'or' : 'likely', text)));
  lines.push(row('chapter', colors.cyan(wireCase.chapter)));
  return lines.join('\n');
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(LABEL)}${text.split('\n').join(`\n${' '.repeat(LABEL + 2)}`)}`;
}

/** The commands so far with their replies, each client by its number where there are several. */
function tellTranscript(transcript: readonly TranscriptLine[], colors: Colors): string[] {
  const several = transcript.some(({ client }) => client > 1);
  const shown = transcript.slice(-LINES_SHOWN);
  const lines = shown.map(({ client, direction, text }) => {
    const who = several ? `client ${client}` : '';
    return direction === 'sent'
      ? `${who}> ${text}`
      : colors.dim(several ? `${who}: ${text}` : text);
  });
  const left = transcript.length - shown.length;
  if (left > 0) lines.unshift(colors.dim(`… ${left} lines before`));
  return lines.map((line, i) => row(i === 0 ? 'so far' : '', line));
}

function tellBytes({ expected, actual, offset }: Mismatch, colors: Colors): string[] {
  const lines: string[] = [];
  if (expected.length > 0) {
    const { text, column } = escapeParts(expected, offset, actual);
    const { shown } = clipAround(text, column);
    const meaning = expected.every(Buffer.isBuffer) ? meaningOf(Buffer.concat(expected)) : '';
    lines.push(row('expected', `${colors.green(shown)}${colors.dim(meaning)}`));
  }
  if (actual.length === 0) return [...lines, row('actual', '(nothing)')];
  const column = escapeBytes(actual.subarray(0, offset)).length;
  const { shown, at } = clipAround(escapeBytes(actual), column);
  lines.push(row('actual', `${colors.red(shown)}${colors.dim(meaningOf(actual))}`));
  const place = offset < actual.length ? `byte ${offset} differs` : `ends at byte ${offset}`;
  return [...lines, row('', colors.red(`${' '.repeat(at)}^ ${place}`))];
}

/** Expected bytes with holes as ‹label›, and the column at which the byte `offset` of the reply is expected. */
function escapeParts(parts: readonly Part[], offset: number, actual: Uint8Array) {
  let text = '';
  let at = 0;
  let column: number | undefined;
  for (const part of parts) {
    if (!Buffer.isBuffer(part)) {
      if (at === offset) column ??= text.length;
      text += `‹${part.label}›`;
      at = endOfReply(actual, at);
      continue;
    }
    if (column === undefined && offset < at + part.length) {
      column = text.length + escapeBytes(part.subarray(0, Math.max(0, offset - at))).length;
    }
    text += escapeBytes(part);
    at += part.length;
  }
  return { text, column: column ?? text.length };
}

function endOfReply(bytes: Uint8Array, at: number): number {
  try {
    return readReply(bytes, at)?.end ?? bytes.length;
  } catch {
    return bytes.length;
  }
}

function clipAround(text: string, column: number): { shown: string; at: number } {
  const from = Math.max(0, column - WINDOW);
  const to = Math.min(text.length, column + WINDOW);
  const before = from > 0 ? '…' : '';
  return {
    shown: before + text.slice(from, to) + (to < text.length ? '…' : ''),
    at: column - from + before.length,
  };
}

/** What redis-cli would show of a short reply, beside its bytes. */
function meaningOf(bytes: Uint8Array): string {
  if (bytes.length > 2 * WINDOW) return '';
  try {
    const reply = readReply(bytes);
    const text = reply?.end === bytes.length ? formatReply(reply) : '';
    return text && !text.includes('\n') ? `   ${text}` : '';
  } catch (error) {
    if (error instanceof MalformedReply) return '';
    throw error;
  }
}

/** Something else was thrown: an assertion of the case, or a fault in it. Its place helps. */
function tellFault(error: Error): string {
  const place = error.stack
    ?.split('\n')
    .find((line) => line.includes('/spec/') && !line.includes('packages'));
  return row('', place ? place.trim() : '');
}

/** What the bytes of a failure say about its cause; undefined when they do not tell. */
export function hintOf(error: Error, transcript: readonly TranscriptLine[]): string | undefined {
  if (!(error instanceof WireFailure)) return undefined;
  const parts = error.mismatch?.expected ?? [];
  const firstHole = parts.findIndex((part) => !Buffer.isBuffer(part));
  const literal = (firstHole < 0 ? parts : parts.slice(0, firstHole)) as Buffer[];
  return hintFor({
    expected: Buffer.concat(literal).toString('latin1'),
    wanted: parts.length > 0,
    actual: Buffer.from(error.mismatch?.actual ?? []).toString('latin1'),
    message: error.message,
    lastSent: transcript.findLast(({ direction }) => direction === 'sent')?.text ?? '',
  });
}
