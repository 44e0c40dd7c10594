// The tables of the unit tests hold what redis-server answered once. Here it is asked again, about what no table holds.

import net from 'node:net';
import { type RunningServer, requireTool, startRedis } from '@byor/spec';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, formatDouble, latin1Slice, respond, Session, Slice } from '../src/index.ts';

const tool = requireTool('redis-server');

describe.skipIf(tool.missing)(tool.missing ? tool.note : 'redis-server', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.stop());

  test('prints doubles as we do', async () => {
    const client = await Client.connect({ port: server.port });
    // Odd numbers over powers of two: many lie exactly between two decimals of 17 digits.
    const tie = fc
      .tuple(fc.nat(1023), fc.integer({ min: 10, max: 40 }))
      .map(([half, power]) => (2 * half + 1) / 2 ** power);
    const values = fc.sample(fc.oneof(fc.double({ noNaN: true }), tie), 5000);
    // A long member keeps the set from Redis's compact form, which stores -0 as the integer 0.
    await client.call('ZADD', 'doubles', 0, 'x'.repeat(100));
    const printed = await Promise.all(
      values.map((value, i) => {
        void client.call('ZADD', 'doubles', formatDouble(value), i);
        return client.call('ZSCORE', 'doubles', i);
      }),
    );
    client.close();
    expect(values.map(formatDouble)).toEqual(printed);
  });

  test.each([
    ['splits what is typed', typedLine],
    ['takes and refuses requests, whole and damaged,', damagedRequests],
  ])('%s as we do', async (_title, input) => {
    await fc.assert(
      fc.asyncProperty(input, async (text) => {
        expect(await redisAnswer(server.port, text)).toBe(ourAnswer(text));
      }),
      { numRuns: 2000 },
    );
  });
});

// An unknown command repeats its arguments, which shows how they were split.
const typedLine = fc
  .array(
    fc.constantFrom(
      'a',
      ' ',
      '\t',
      '\r',
      '\x0b',
      '\xff',
      '"',
      "'",
      '\\',
      '\\"',
      "\\'",
      '\\x4',
      '1',
      'n',
    ),
    { maxLength: 12 },
  )
  .map((pieces) => `show ${pieces.join('')}\r\n`);

const request = fc.constantFrom(
  '*1\r\n$4\r\nPING\r\n',
  '*2\r\n$4\r\nECHO\r\n$5\r\na\r\nb*\r\n',
  '*0\r\n',
  '*-1\r\n',
  '\r\n',
  'ECHO "a b"\r\n',
  '*3\r\n$4\r\nshow\r\n$0\r\n\r\n$11\r\n0123456789x\r\n',
);
const damage = fc.tuple(fc.nat(), fc.constantFrom(...'*$:+-0129a \r\n"\xff', ''));
const damagedRequests = fc
  .tuple(fc.array(request, { minLength: 1, maxLength: 4 }), fc.array(damage, { maxLength: 3 }))
  .map(([requests, damages]) => {
    let text = requests.join('');
    for (const [place, byte] of damages) {
      const at = place % text.length;
      text = text.slice(0, at) + byte + text.slice(at + 1);
    }
    return text;
  });

/** All that redis-server says to `text`, after which there is no more. */
function redisAnswer(port: number, text: string): Promise<string> {
  const socket = net.connect({ port, host: '127.0.0.1' });
  let answer = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.end(text, 'latin1');
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

/** And what we say. */
function ourAnswer(text: string): string {
  const session = new Session(respond);
  session.input.feed(Slice.of(text).bytes);
  session.process();
  return latin1Slice(session.output.bytes(), 0, session.output.length);
}
