import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatDouble,
  ProtocolError,
  type Reply,
  ReplyParser,
  ReplyWriter,
  Slice,
  toValue,
} from '../../src/core.ts';
import { bytesOf, cut, cutPlaces, everyCut } from './cuts.ts';

function parse(pieces: Uint8Array[], parser = new ReplyParser()): (Reply | string)[] {
  const found: (Reply | string)[] = [];
  try {
    for (const piece of pieces) {
      parser.feed(piece);
      for (let reply = parser.next(); reply !== undefined; reply = parser.next()) found.push(reply);
    }
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError);
    found.push((error as Error).message);
  }
  return found;
}

const status = (text: string): Reply => ({ type: 'status', text });
const bulk = (text: string): Reply => ({ type: 'bulk', bytes: bytesOf(text) });
const integer = (value: number | bigint): Reply => ({ type: 'integer', value });

const cases: [title: string, input: string, ...found: Reply[]][] = [
  ['a status', '+OK\r\n', status('OK')],
  ['an error', '-ERR no\r\n', { type: 'error', text: 'ERR no' }],
  ['integers', ':0\r\n:-12\r\n:+3\r\n', integer(0), integer(-12), integer(3)],
  ['an integer too great for a number', ':9223372036854775807\r\n', integer(9223372036854775807n)],
  ['a string', '$5\r\na\r\nb\0\r\n', bulk('a\r\nb\0')],
  ['an empty string', '$0\r\n\r\n', bulk('')],
  ['the three nulls', '$-1\r\n*-1\r\n_\r\n', { type: 'null' }, { type: 'null' }, { type: 'null' }],
  ['an array', '*2\r\n:1\r\n$1\r\na\r\n', { type: 'array', items: [integer(1), bulk('a')] }],
  ['an empty array', '*0\r\n', { type: 'array', items: [] }],
  [
    'arrays in arrays, that end together',
    '*2\r\n*0\r\n*2\r\n:1\r\n*1\r\n:2\r\n+OK\r\n',
    {
      type: 'array',
      items: [
        { type: 'array', items: [] },
        { type: 'array', items: [integer(1), { type: 'array', items: [integer(2)] }] },
      ],
    },
    status('OK'),
  ],
  [
    'a map',
    '%2\r\n+a\r\n:1\r\n+b\r\n%0\r\n',
    {
      type: 'map',
      pairs: [
        [status('a'), integer(1)],
        [status('b'), { type: 'map', pairs: [] }],
      ],
    },
  ],
  ['a set', '~1\r\n:1\r\n', { type: 'set', items: [integer(1)] }],
  ['a push', '>1\r\n+message\r\n', { type: 'push', items: [status('message')] }],
  ['booleans', '#t\r\n#f\r\n', { type: 'boolean', value: true }, { type: 'boolean', value: false }],
  [
    'doubles',
    ',3.1400000000000001\r\n,-inf\r\n,1e-05\r\n,10\r\n',
    { type: 'double', value: 3.14, text: '3.1400000000000001' },
    { type: 'double', value: -Infinity, text: '-inf' },
    { type: 'double', value: 1e-5, text: '1e-05' },
    { type: 'double', value: 10, text: '10' },
  ],
  ['not a number', ',nan\r\n', { type: 'double', value: NaN, text: 'nan' }],
  ['a big number', '(-36893488147419103232\r\n', { type: 'bignumber', value: -(2n ** 65n) }],
  [
    'verbatim text',
    '=8\r\ntxt:a\r\nb\r\n',
    { type: 'verbatim', format: 'txt', bytes: bytesOf('a\r\nb') },
  ],
  ['an error with a length', '!6\r\nERR\r\n!\r\n', { type: 'error', text: 'ERR\r\n!' }],
  [
    'attributes, which belong to the reply behind them',
    '*2\r\n|1\r\n+ttl\r\n:9\r\n$1\r\na\r\n|1\r\n+of\r\n+list\r\n*1\r\n:1\r\n:2\r\n',
    {
      type: 'array',
      items: [
        { ...bulk('a'), attributes: [[status('ttl'), integer(9)]] },
        { type: 'array', items: [integer(1)], attributes: [[status('of'), status('list')]] },
      ],
    },
    integer(2),
  ],
];

describe.each(cases)('%s', (_title, input, ...found) => {
  test('is found whole, byte by byte and at any cut', () => {
    everyCut(bytesOf(input), (pieces) => {
      expect(plain(parse(pieces))).toEqual(plain(found));
    });
  });
});

/** Buffers as plain arrays: the parsed and the expected differ in their class. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, part) => {
      if (part instanceof Uint8Array) return [...part];
      if (part?.type === 'Buffer') return part.data;
      return typeof part === 'number' || typeof part === 'bigint' ? `${typeof part} ${part}` : part;
    }),
  );
}

const refused: [input: string, error: string][] = [
  ['PONG\r\n', '"PONG" is no reply'],
  ['?\r\n', '"?" is no reply'],
  ['#x\r\n', '"#x" is no reply'],
  [':\r\n', 'cannot read ""'],
  [':1x\r\n', 'cannot read "1x"'],
  ['$x\r\n', 'cannot read "x"'],
  ['$-2\r\n', 'cannot read "-2"'],
  ['*-2\r\n', 'cannot read "-2"'],
  ['$?\r\n', 'cannot read "?"'],
  [',0x10\r\n', 'cannot read "0x10"'],
  ['(1.5\r\n', 'cannot read "1.5"'],
  ['=3\r\nabc\r\n', 'cannot read "abc"'],
  ['$536870913\r\n', '536870913 is more than 536870912'],
  ['$1\r\nabc\r\n', 'a string is longer than announced'],
  ['+OK\rx', 'CR without LF'],
  ['*1\r\n'.repeat(129), 'replies nested deeper than 128'],
  [`+${'x'.repeat(1024 * 1024)}`, 'too long a line'],
];

test.each(
  refused.map(([input, error]) => [JSON.stringify(input.slice(0, 24)), input, error] as const),
)('%s is no reply', (_title, input, error) => {
  everyCut(bytesOf(input), (pieces) => {
    expect(parse(pieces)).toEqual([`Protocol error: ${error}`]);
  });
});

test('the memory of a large reply is given back when it has been taken', () => {
  const parser = new ReplyParser();
  const value = 'v'.repeat(500_000);
  expect(parse([bytesOf(`$${value.length}\r\n${value}\r\n`)], parser)).toHaveLength(1);
  expect(parser.buffer.length).toBe(64 * 1024);
});

test('what is announced costs nothing before it comes', () => {
  const parser = new ReplyParser();
  parse([bytesOf('*2147483647\r\n$536870912\r\nabc')], parser);
  expect(parser.buffer.length).toBe(1024);
});

test('values of JavaScript', () => {
  const input =
    '*9\r\n+OK\r\n$2\r\n\xc3\xa9\r\n:1\r\n_\r\n#t\r\n,1.5\r\n%1\r\n+k\r\n~1\r\n:2\r\n-ERR no\r\n=5\r\ntxt:a\r\n';
  const [reply] = parse([bytesOf(input)]) as [Reply];
  const [error] = (toValue(reply) as unknown[]).splice(7, 1);
  expect(error).toMatchObject({ name: 'ReplyError', message: 'ERR no', code: 'ERR' });
  expect((toValue(reply) as unknown[]).filter((_, i) => i !== 7)).toEqual([
    'OK',
    'é',
    1,
    null,
    true,
    1.5,
    new Map([['k', new Set([2])]]),
    'a',
  ]);
  expect(toValue(bulk('\xc3\xa9'), 'latin1')).toBe('\xc3\xa9');
  expect(toValue(bulk('\xc3\xa9'), 'bytes')).toEqual(bytesOf('\xc3\xa9'));
});

/** Any reply, to write and to read back. */
const { reply: anyReply } = fc.letrec<{ reply: Reply; item: Reply }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 4 },
    fc.string().map((text): Reply => bulk(text.replace(/[^\0-\xff]/g, '?'))),
    fc.stringMatching(/^[ -~]*$/).map(status),
    fc.stringMatching(/^ERR [ -~]*$/).map((text): Reply => ({ type: 'error', text })),
    fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: 2n ** 60n, max: 2n ** 63n - 1n })).map(integer),
    fc.boolean().map((value): Reply => ({ type: 'boolean', value })),
    fc.constant<Reply>({ type: 'null' }),
    fc.bigInt().map((value): Reply => ({ type: 'bignumber', value })),
    fc
      .double({ noNaN: true })
      .map((value): Reply => ({ type: 'double', value, text: formatDouble(value) })),
    fc.string().map(
      (text): Reply => ({
        type: 'verbatim',
        format: 'mkd',
        bytes: bytesOf(text.replace(/[^\0-\xff]/g, '?')),
      }),
    ),
    tie('reply'),
  ),
  reply: fc.oneof(
    fc
      .tuple(fc.constantFrom('array', 'set', 'push'), fc.array(tie('item'), { maxLength: 5 }))
      .map(([type, items]): Reply => ({ type: type as 'array', items })),
    fc
      .array(fc.tuple(tie('item'), tie('item')), { maxLength: 4 })
      .map((pairs): Reply => ({ type: 'map', pairs })),
  ),
}));

function write(writer: ReplyWriter, reply: Reply): void {
  switch (reply.type) {
    case 'status':
      writer.status(reply.text);
      break;
    case 'error':
      writer.error(reply.text);
      break;
    case 'integer':
      writer.integer(reply.value);
      break;
    case 'bulk':
      writer.bulk(reply.bytes);
      break;
    case 'verbatim':
      writer.verbatim(reply.format, new Slice(reply.bytes, 0, reply.bytes.length).text());
      break;
    case 'double':
      writer.double(reply.value);
      break;
    case 'bignumber':
      writer.bigNumber(reply.value);
      break;
    case 'boolean':
      writer.boolean(reply.value);
      break;
    case 'null':
      writer.null();
      break;
    case 'map':
      writer.map(reply.pairs.length);
      for (const item of reply.pairs.flat()) write(writer, item);
      break;
    default:
      writer[reply.type](reply.items.length);
      for (const item of reply.items) write(writer, item);
  }
}

test('what the writer writes in RESP3 is read back, cut anywhere', () => {
  fc.assert(
    fc.property(anyReply, cutPlaces, (reply, places) => {
      const writer = new ReplyWriter();
      writer.protocol = 3;
      write(writer, reply);
      const found = parse(cut(writer.bytes(), places));
      expect(plain(found)).toEqual(plain([reply]));
    }),
  );
});

test('what it writes in RESP2 is one reply too, cut anywhere', () => {
  fc.assert(
    fc.property(anyReply, cutPlaces, (reply, places) => {
      const writer = new ReplyWriter();
      write(writer, reply);
      const whole = parse([writer.bytes()]);
      expect(whole).toHaveLength(1);
      expect(whole[0]).toHaveProperty('type', 'array');
      expect(plain(parse(cut(writer.bytes(), places)))).toEqual(plain(whole));
    }),
  );
});
