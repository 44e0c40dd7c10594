// OBJECT and MEMORY USAGE: looking at a value from outside.

import { error, integerBetween, nil, ok, wire } from '@byor/spec';

export const cases = [
  wire('encoding', 'ENCODING names how a string is kept', [
    ['SET k 12345', ok],
    ['OBJECT ENCODING k', 'int'],
    ['SET k -9223372036854775808', ok],
    ['OBJECT ENCODING k', 'int'],
    ['SET k 9223372036854775808', ok],
    ['OBJECT ENCODING k', 'embstr'],
    ['SET k 007', ok],
    ['OBJECT ENCODING k', 'embstr'],
    ['SET k aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', ok], // 44
    ['OBJECT ENCODING k', 'embstr'],
    ['SET k aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', ok], // 45
    ['OBJECT ENCODING k', 'raw'],
    ['SET k abc', ok],
    ['APPEND k d', 4],
    ['OBJECT ENCODING k', 'raw'],
    ['OBJECT ENCODING missing', nil],
  ]),

  wire('refcount', 'REFCOUNT of a value is 1, of a small integer the greatest', [
    ['SET k hello', ok],
    ['OBJECT REFCOUNT k', 1],
    ['SET k 9999', ok],
    ['OBJECT REFCOUNT k', 2147483647],
    ['SET k 10000', ok],
    ['OBJECT REFCOUNT k', 1],
    ['OBJECT REFCOUNT missing', nil],
  ]),

  wire('idletime', 'IDLETIME counts seconds, and looking does not wake the key', [
    ['SET k v', ok],
    ['OBJECT IDLETIME k', integerBetween(0, 3)],
    ['OBJECT IDLETIME missing', nil],
  ]),

  wire('freq', 'FREQ needs a policy that counts', [
    ['SET k v', ok],
    ['OBJECT FREQ k', error(/^ERR An LFU maxmemory policy is not selected, access frequency not/)],
    ['OBJECT FREQ missing', nil],
  ]),

  wire('errors', 'unknown subcommands and wrong counts', [
    ['OBJECT', error("ERR wrong number of arguments for 'object' command")],
    ['OBJECT FOO k', error("ERR unknown subcommand 'FOO'. Try OBJECT HELP.")],
    ['OBJECT ENCODING', error("ERR wrong number of arguments for 'object|encoding' command")],
    ['OBJECT HELP k', error("ERR wrong number of arguments for 'object|help' command")],
  ]),

  wire('memory-usage', 'MEMORY USAGE estimates, and grows with the value', async ({ client }) => {
    await client.call('SET', 'k', 'v').expect(ok);
    await client.call('MEMORY', 'USAGE', 'k').expect(integerBetween(30, 300));
    await client.call('SET', 'k', 'v'.repeat(100_000)).expect(ok);
    await client
      .call('MEMORY', 'USAGE', 'k', 'SAMPLES', 0)
      .expect(integerBetween(100_000, 200_000));
    await client.call('MEMORY', 'USAGE', 'missing').expect(nil);
  }),

  wire('memory-errors', 'MEMORY says what it does not understand', [
    ['SET k v', ok],
    ['MEMORY USAGE k SAMPLES', error('ERR syntax error')],
    ['MEMORY USAGE k SAMPLES x', error('ERR value is not an integer or out of range')],
    ['MEMORY USAGE k SAMPLES -1', error('ERR syntax error')],
    ['MEMORY USAGE k FOO 1', error('ERR syntax error')],
    ['MEMORY FOO', error("ERR unknown subcommand 'FOO'. Try MEMORY HELP.")],
    ['MEMORY PURGE', ok],
  ]),
];
