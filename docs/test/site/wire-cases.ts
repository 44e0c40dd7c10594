// The wire cases of the stages, typed into a terminal of a page: those that are lines on one connection. What must be
// shown is what the case demands of every server, byte for byte where it is exact about that.

import { formatReply } from '@byor/02-protocol/cli';
import { ReplyParser } from '@byor/02-protocol/core';
import { compare, type Expected, quoteWord, splitWords, toParts } from '@byor/spec/harness';
import { holdsAt, type LocatedCase, loadCases } from '@byor/spec/runner';
import { shown, shownText } from '../../.vitepress/theme/visualisers/shared/bytes.ts';
import type { Visitor } from './visitor.ts';

/** What a terminal shows of one exchange: the bytes that came, and the reply as people read it. */
interface Exchange {
  readonly bytes: string;
  readonly reply: string;
}

type ScriptCase = LocatedCase & Required<Pick<LocatedCase, 'script'>>;

/** A server in a page has no address, and keeps DEBUG shut, as every server does that is not told otherwise. */
const NOT_IN_A_PAGE = /^(DEBUG\b|CLIENT INFO$)/i;

export async function scriptsAt(stage: string): Promise<ScriptCase[]> {
  const cases = (await loadCases()).filter((each) => holdsAt(each, stage));
  return cases.filter(
    (each): each is ScriptCase =>
      each.script !== undefined && !each.script.some(([line]) => NOT_IN_A_PAGE.test(line)),
  );
}

/** @returns what is wrong, a line for each reply that is not as its case says */
export async function typeCases(
  terminal: Visitor,
  stage: string,
  cases: readonly ScriptCase[],
): Promise<string[]> {
  const before = stage < '04' ? ['HELLO 2'] : ['RESET', 'FLUSHALL'];
  const lines = cases.map(({ script }) => script.map(([line]) => typed(line)));
  const came = await typeAll(terminal, before, lines);
  return cases.flatMap(({ fullId, script }, at) =>
    script.flatMap(([line, expected], step) => {
      const exchange = came[at]?.[step] ?? { bytes: '', reply: '' };
      return isRight(expected, exchange, splitWords(line))
        ? []
        : [`${fullId}: ${line} → ${exchange.bytes || exchange.reply}`];
    }),
  );
}

/** With every byte that is no plain letter as an escape: a terminal takes a letter of a line for its bytes in UTF-8. */
const typed = (line: string) => splitWords(line).map(quoteWord).join(' ');

/** All in the page, because each press of a key from outside would take longer than the server does. */
function typeAll(
  { root }: Visitor,
  before: readonly string[],
  cases: readonly (readonly string[])[],
): Promise<Exchange[][]> {
  return root.evaluate(
    async (terminal, { before, cases }) => {
      // What nobody looks at need not be laid out again for each line.
      (terminal.querySelector('.log') as HTMLElement).style.display = 'none';
      const field = terminal.querySelector('.ask input') as HTMLInputElement;
      const type = (line: string) => {
        field.value = line;
        field.dispatchEvent(new Event('input'));
        field.form?.dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
      };
      const text = (element: Element, selector: string) =>
        element.querySelector(selector)?.textContent ?? '';
      // A timer's least wait, once a case, would be most of the time.
      const drawn = () =>
        new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = resolve;
          port2.postMessage(undefined);
        });
      const came: { bytes: string; reply: string }[][] = [];
      for (const lines of cases) {
        for (const line of [...before, 'clear', ...lines]) type(line);
        await drawn();
        const exchanges = [...terminal.querySelectorAll('.exchange:has(.asked)')];
        came.push(
          exchanges.map((exchange) => ({
            bytes: text(exchange, '.bytes ~ .bytes .mono'),
            reply: text(exchange, '.reply'),
          })),
        );
      }
      return came;
    },
    { before, cases },
  );
}

function isRight(expected: Expected, came: Exchange, words: readonly string[]): boolean {
  const parts = toParts(expected);
  if (!parts.every(Buffer.isBuffer)) return compare(parts, bytesOf(came.bytes)) === undefined;
  const bytes = Buffer.concat(parts);
  return came.bytes === shownBytes(bytes) && came.reply === printed(bytes, words);
}

const MOST_BYTES = 2000;

function shownBytes(bytes: Buffer): string {
  const rest = bytes.length > MOST_BYTES ? ` … ${bytes.length} bytes` : '';
  return shown(bytes.toString('latin1', 0, MOST_BYTES)) + rest;
}

function printed(bytes: Uint8Array, words: readonly string[]): string {
  const parser = new ReplyParser();
  parser.feed(bytes);
  const reply = parser.next();
  if (reply === undefined) throw new Error('a case expects half a reply');
  return shownText(formatReply(reply, 'standard', words)).replace(/\n$/, '');
}

/** From what is shown: what is plain text is told from it without loss. */
const bytesOf = (text: string) =>
  Buffer.from(text.replaceAll('\\r', '\r').replaceAll('\\n', '\n'), 'utf8');
