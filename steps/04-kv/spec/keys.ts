// What can be done to a key whatever it holds.

import { error, nil, ok, status, wire } from '@byor/spec';

const sameObject = error('ERR source and destination objects are the same');

export const cases = [
  wire('del', 'DEL and UNLINK answer how many keys they deleted', [
    ['MSET a 1 b 2 c 3 d 4', ok],
    ['DEL a a missing', 1],
    ['UNLINK b c b', 2],
    ['EXISTS a b c d', 1],
    ['DEL', error("ERR wrong number of arguments for 'del' command")],
  ]),

  wire('exists', 'EXISTS counts a key as often as it is named', [
    ['SET a 1', ok],
    ['EXISTS a a b', 2],
    ['TOUCH a a b', 2],
  ]),

  wire('type', 'TYPE answers string, or none', [
    ['SET a 1', ok],
    ['TYPE a', status('string')],
    ['TYPE missing', status('none')],
  ]),

  wire(
    'hits',
    'each key that a command asks about is a hit or a miss, and none that it writes to',
    async ({ client }) => {
      await client.call('CONFIG', 'RESETSTAT').expect(ok);
      await client.call('SETNX', 'a', '1').expect(1);
      await client.call('EXISTS', 'a', 'a', 'missing').expect(2);
      await client.call('TYPE', 'a').expect(status('string'));
      await client.call('TYPE', 'missing').expect(status('none'));
      await client.call('OBJECT', 'ENCODING', 'a').expect('int');
      await client.call('OBJECT', 'ENCODING', 'missing').expect(nil);
      await client.call('COPY', 'a', 'b').expect(1);
      await client.call('COPY', 'missing', 'b').expect(0);
      await client.call('RENAME', 'a', 'c').expect(ok);
      await client.call('INCR', 'c').expect(2);
      const info = String(await client.call('INFO', 'stats').value());
      const told = info.match(/^keyspace_(?:hits|misses):\d+/gm)?.join(' ');
      if (told !== 'keyspace_hits:5 keyspace_misses:4') throw new Error(`INFO says ${told}`);
    },
    { cause: 'EXISTS, TYPE, OBJECT and COPY only read: they count as GET does' },
  ),

  wire('rename', 'RENAME moves the value and overwrites', [
    ['MSET a 1 b 2', ok],
    ['RENAME a b', ok],
    ['MGET a b', [nil, '1']],
    ['RENAME b b', ok],
    ['GET b', '1'],
    ['RENAME missing b', error('ERR no such key')],
    ['RENAME missing missing', error('ERR no such key')],
    ['GET b', '1'],
  ]),

  wire('renamenx', 'RENAMENX leaves an existing key alone', [
    ['MSET a 1 b 2', ok],
    ['RENAMENX a b', 0],
    ['RENAMENX a a', 0],
    ['RENAMENX a c', 1],
    ['MGET a b c', [nil, '2', '1']],
    ['RENAMENX missing x', error('ERR no such key')],
  ]),

  wire(
    'copy',
    'COPY makes a value of its own',
    [
      ['SET a Hello', ok],
      ['APPEND a ,', 6],
      ['COPY a b', 1],
      ['APPEND a " you"', 10],
      ['GET b', 'Hello,'],
      ['COPY a b', 0],
      ['COPY a b REPLACE', 1],
      ['GET b', 'Hello, you'],
      ['COPY missing b', 0],
      ['COPY a a', sameObject],
      ['COPY missing missing', sameObject],
    ],
    { cause: 'both keys share one value that changes in place' },
  ),

  wire('copy-db', 'COPY reaches other databases', [
    ['SET a 1', ok],
    ['COPY a a DB 1', 1],
    ['COPY a a DB 1', 0],
    ['COPY a a DB 0', sameObject],
    ['COPY a b DB 16', error('ERR DB index is out of range')],
    ['COPY a b DB x', error('ERR value is not an integer or out of range')],
    ['COPY a b DB', error('ERR syntax error')],
    ['COPY a b FOO', error('ERR syntax error')],
    ['SELECT 1', ok],
    ['GET a', '1'],
  ]),

  wire('move', 'MOVE takes a key to another database unless it exists there', [
    ['SET a 1', ok],
    ['MOVE a 1', 1],
    ['MOVE a 1', 0],
    ['SET a 2', ok],
    ['MOVE a 1', 0],
    ['GET a', '2'],
    ['MOVE a 0', sameObject],
    ['MOVE a 16', error('ERR DB index is out of range')],
    ['MOVE a -1', error('ERR DB index is out of range')],
    ['MOVE a x', error('ERR value is not an integer or out of range')],
    ['SELECT 1', ok],
    ['GET a', '1'],
  ]),
];
