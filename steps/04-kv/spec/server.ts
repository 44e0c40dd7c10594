// Commands on whole databases and on the server: DBSIZE, FLUSHDB, FLUSHALL, SWAPDB, TIME, LOLWUT, SHUTDOWN's errors.

import { containing, error, matching, nil, ok, wire } from '@byor/spec';

const syntax = error('ERR syntax error');

export const cases = [
  wire('dbsize', 'DBSIZE counts the keys of this database', [
    ['DBSIZE', 0],
    ['MSET a 1 b 2', ok],
    ['DBSIZE', 2],
    ['SELECT 1', ok],
    ['DBSIZE', 0],
    ['DBSIZE x', error("ERR wrong number of arguments for 'dbsize' command")],
  ]),

  wire('flushdb', 'FLUSHDB empties this database only', [
    ['SET a 1', ok],
    ['SELECT 1', ok],
    ['SET a 1', ok],
    ['FLUSHDB', ok],
    ['DBSIZE', 0],
    ['SELECT 0', ok],
    ['DBSIZE', 1],
    ['FLUSHDB async', ok],
    ['DBSIZE', 0],
    ['FLUSHDB now', syntax],
    ['FLUSHDB SYNC ASYNC', syntax],
  ]),

  wire('flushall', 'FLUSHALL empties all of them', [
    ['SET a 1', ok],
    ['SELECT 1', ok],
    ['SET a 1', ok],
    ['FLUSHALL SYNC', ok],
    ['DBSIZE', 0],
    ['SELECT 0', ok],
    ['DBSIZE', 0],
    ['FLUSHALL now', syntax],
  ]),

  wire(
    'swapdb',
    'SWAPDB exchanges two databases under every client',
    async ({ client, connect }) => {
      const other = await connect();
      await other.call('SELECT', 1).expect(ok);
      await client.call('SET', 'k', 'zero').expect(ok);
      await client.call('SWAPDB', 0, 1).expect(ok);
      await client.call('GET', 'k').expect(nil);
      await other.call('GET', 'k').expect('zero');
      await client.call('SWAPDB', 0, 0).expect(ok);
      await client.call('SWAPDB', 'x', 1).expect(error('ERR invalid first DB index'));
      await client.call('SWAPDB', 1, 'x').expect(error('ERR invalid second DB index'));
      await client.call('SWAPDB', 0, 16).expect(error('ERR DB index is out of range'));
      await client.call('SWAPDB', -1, 0).expect(error('ERR DB index is out of range'));
    },
  ),

  wire('time', 'TIME is seconds and microseconds', [
    ['TIME', [matching(/^\d{10,}$/), matching(/^\d{1,6}$/)]],
    ['TIME x', error("ERR wrong number of arguments for 'time' command")],
  ]),

  wire('lolwut', 'LOLWUT names the version', [
    ['LOLWUT', containing('Redis ver. ')],
    ['LOLWUT VERSION x', error('ERR value is not an integer or out of range')],
  ]),

  wire('function-flush', 'FUNCTION FLUSH, which test harnesses begin with, finds nothing to do', [
    ['FUNCTION FLUSH', ok],
    ['FUNCTION FLUSH async', ok],
    ['FUNCTION FLUSH now', error('ERR FUNCTION FLUSH only supports SYNC|ASYNC option')],
    [
      'FUNCTION FLUSH SYNC x',
      error("ERR unknown subcommand or wrong number of arguments for 'FLUSH'. Try FUNCTION HELP."),
    ],
  ]),

  wire('shutdown-errors', 'SHUTDOWN checks its words before it ends anything', [
    ['SHUTDOWN FOO', syntax],
    ['SHUTDOWN SAVE NOSAVE', syntax],
    ['SHUTDOWN ABORT NOW', syntax],
    ['SHUTDOWN ABORT', error('ERR No shutdown in progress.')],
    ['DBSIZE', 0],
  ]),
];
