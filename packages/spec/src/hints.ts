// Guesses from the bytes what a wrong reply most likely means. Each hint is a question the bytes answer
// and a sentence that teaches; the first that fits is told.

import { escapeBytes } from './text.ts';

export interface Evidence {
  /** Expected bytes as latin1 up to the first hole; '' when nothing is expected. */
  readonly expected: string;
  /** Whether anything is expected at all: bytes or a hole. */
  readonly wanted: boolean;
  /** What came, as latin1. */
  readonly actual: string;
  /** The failure's message. */
  readonly message: string;
  /** How the last bytes were sent, as in the transcript. */
  readonly lastSent: string;
}

type Hint = readonly [fits: (evidence: Evidence) => boolean, says: (evidence: Evidence) => string];

const HINTS: readonly Hint[] = [
  [
    (e) => /^no .*reply/.test(e.message) && e.actual === '' && /in pieces of/.test(e.lastSent),
    () =>
      'a request may arrive in any number of pieces: keep what came, and go on when more comes, instead of dropping or refusing it',
  ],
  [
    (e) => /^no .*reply/.test(e.message) && e.actual === '',
    () =>
      'the server read the request and said nothing: does it wait for more bytes than there are, answer only the first of several requests, or keep the reply in a buffer that is never flushed?',
  ],
  [
    (e) => e.message.startsWith('no whole reply'),
    (e) =>
      `a reply began and never became whole: is a length larger than what follows, or the last \\r\\n missing? So far: ${escapeBytes(Buffer.from(e.actual.slice(0, 60), 'latin1'))}`,
  ],
  [
    (e) => /closed|reset/.test(e.message) && e.actual === '',
    () =>
      'the server ended the connection instead of answering: did it crash, or take the request for a protocol error? Its output tells',
  ],
  [
    (e) =>
      /[\x80-\xff]/.test(e.expected) &&
      /\xef\xbf\xbd|\xc2[\x80-\xbf]|\xc3[\x80-\xbf]/.test(e.actual),
    () =>
      'bytes were decoded as UTF-8 text and encoded again: keys and values are bytes, keep them as such (or as latin1)',
  ],
  [(e) => e.message.includes('\\n alone'), () => 'every line of RESP ends with both \\r and \\n'],
  [
    (e) => e.message.includes('bytes announced'),
    () =>
      'the length of a bulk string counts bytes, not characters, and leaves its own \\r\\n out: "é" is two bytes of UTF-8',
  ],
  [
    (e) => e.message.startsWith('this is not RESP'),
    () =>
      'a reply begins with its type: +status, -error, :integer, $length of a bulk string, *count of an array',
  ],
  [
    (e) => e.message.includes('more than one reply'),
    () => 'each request has exactly one reply: is one written twice, or a request read twice?',
  ],
  [
    (e) => /^-ERR unknown command/.test(e.actual) && !e.expected.startsWith('-'),
    () => 'the server does not know this command: it is not in its command table yet',
  ],
  [
    (e) => e.actual.startsWith('+OK') && e.wanted && e.expected !== '+OK\r\n',
    () => 'the server says +OK without doing what the command asks: each command has its own reply',
  ],
  [
    (e) => e.expected.startsWith('-') && !e.actual.startsWith('-'),
    () => 'the server accepts what must be refused: check all arguments before anything is changed',
  ],
  [
    (e) => e.expected.startsWith('-') && `-ERR ${e.actual.slice(1)}` === e.expected,
    () => 'the text of an error begins with its code, here ERR: clients look at that word',
  ],
  [
    (e) => e.expected.startsWith('-') && e.expected.toLowerCase() === e.actual.toLowerCase(),
    () =>
      'the error is right but for upper and lower case: names are echoed as the client wrote them',
  ],
  [
    (e) => e.expected.startsWith('-') && e.actual.startsWith('-'),
    () =>
      "an error came, with another text: Redis's words are part of its interface, since clients match them",
  ],
  [
    (e) => e.actual.startsWith('-') && e.wanted,
    () => 'the server refuses what it should do: the error says at which check',
  ],
  [
    (e) => e.expected === '$-1\r\n' && e.actual === '$0\r\n\r\n',
    () =>
      'no value is not an empty value: a key that does not exist is answered $-1, an empty string $0',
  ],
  [
    (e) => e.expected === '$0\r\n\r\n' && e.actual === '$-1\r\n',
    () => 'an empty value is not "no value": a key that holds "" exists, and GET answers $0',
  ],
  [
    (e) => /^[$*]-1\r\n$/.test(e.expected) && /^[$*]-1\r\n$/.test(e.actual),
    () => 'RESP2 has two nils: $-1 where a string would stand, *-1 where an array would',
  ],
  [
    (e) => e.expected === '_\r\n' && /^[$*]-1/.test(e.actual),
    () => 'after HELLO 3 there is one null, "_": the old nils belong to RESP2',
  ],
  [
    (e) => /^[$*]-1/.test(e.expected) && e.actual === '_\r\n',
    () => 'this client never said HELLO 3, so it must be answered in RESP2: nil is $-1 (or *-1)',
  ],
  [
    (e) => e.expected === '$-1\r\n',
    () =>
      'nil is expected: the key must not exist here, or the condition of the command is not met',
  ],
  [
    (e) => e.expected.startsWith('$') && e.actual === `+${bulkText(e.expected)}\r\n`,
    () =>
      'the text is right, but a value goes out as a bulk string ($length): a simple string (+) could not hold \\r\\n',
  ],
  [
    (e) => e.expected.startsWith('+') && `+${bulkText(e.actual)}\r\n` === e.expected,
    () => 'the text is right, but a status goes out as a simple string (+), not as a bulk string',
  ],
  [
    (e) => e.expected.startsWith(':') && /^([$]\d+\r\n|\+)[+-]?\d+\r\n$/.test(e.actual),
    () => 'a number that is the reply of a command goes out as an integer (:), not as a string',
  ],
  [
    (e) => e.expected.startsWith('$') && e.actual.startsWith(':'),
    () => 'a value goes out as a bulk string, even when it looks like a number',
  ],
  [
    (e) => e.expected.startsWith('%') && e.actual.startsWith('*'),
    () => 'after HELLO 3 key-value pairs go out as a map (%pairs); the flat array is for RESP2',
  ],
  [
    (e) => e.expected.startsWith('*') && e.actual.startsWith('%'),
    () => 'a map is RESP3: without HELLO 3 pairs go out as a flat array of twice the count',
  ],
  [
    (e) =>
      /^[*~>%]/.test(e.expected) &&
      e.expected[0] === e.actual[0] &&
      head(e.expected) !== head(e.actual),
    (e) =>
      `the reply should have ${head(e.expected).slice(1)} members and has ${head(e.actual).slice(1)}`,
  ],
  [
    (e) => e.expected.startsWith(':') && e.actual.startsWith(':'),
    (e) => `the number should be ${head(e.expected).slice(1)} and is ${head(e.actual).slice(1)}`,
  ],
  [
    (e) => e.expected !== e.actual && sorted(e.expected) === sorted(e.actual),
    () =>
      'the bytes are right but in another order: requests are answered one after another, as they came',
  ],
  [
    (e) => e.expected.startsWith('$') && e.actual.startsWith('+'),
    () =>
      'a value goes out as a bulk string ($length), which may hold any byte: a simple string (+) ends at the first \\r\\n',
  ],
  [
    (e) =>
      e.expected !== '' && e.actual.startsWith(e.expected) && e.actual.length > e.expected.length,
    () => 'the reply is right, but more follows it: is something written twice?',
  ],
];

/** The most likely cause, or undefined when the bytes do not tell. */
export function hintFor(evidence: Evidence): string | undefined {
  return HINTS.find(([fits]) => fits(evidence))?.[1](evidence);
}

function sorted(text: string): string {
  return [...text].sort().join('');
}

function head(reply: string): string {
  return reply.slice(0, reply.indexOf('\r\n'));
}

function bulkText(reply: string): string {
  return reply.slice(reply.indexOf('\r\n') + 2, -2);
}
