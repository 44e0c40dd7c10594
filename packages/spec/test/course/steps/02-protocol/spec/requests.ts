// A course in small, for the tests of the runner: what the broken servers of fakes.ts must not get past.

import { error, ok, status, wire } from '../../../../../src/index.ts';

export const cases = [
  wire('ping', 'PING is answered with a status', [['PING', status('PONG')]]),
  wire('fragments', 'a request may arrive byte by byte', async ({ client }) => {
    await client.sendInPieces('*2\r\n$4\r\nECHO\r\n$5\r\nhello\r\n');
    await client.expect('hello');
  }),
  wire('pipeline', 'replies leave in the order of the requests', async ({ client }) => {
    client.send('PING one\r\nPING two\r\nPING three\r\n');
    await client.expectRaw('$3\r\none\r\n$3\r\ntwo\r\n$5\r\nthree\r\n');
  }),
  wire('binary', 'every byte comes back', async ({ client }) => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    await client.call('ECHO', bytes).expect(bytes);
  }),
  wire('arity', 'arguments are counted', [
    ['ECHO', error("ERR wrong number of arguments for 'echo' command")],
  ]),
  wire('quit', 'QUIT says OK and hangs up', async ({ client }) => {
    await client.call('QUIT').expect(ok);
    await client.expectClosed();
  }),
  wire('old', 'only stage 02 says this', [['OLD', status('OLD')]], { until: '02' }),
];
