// What the log gives back: everything is read from it again while the server runs (DEBUG LOADAOF), as after a crash.
// These cases need a server that keeps a log; one that does not skips them.

import { ok, skipCase, type WireContext, type WireRun, where, wire } from '@byor/spec';

type Client = WireContext['client'];

async function expectLog(client: Client): Promise<void> {
  const info = String(await client.call('INFO', 'persistence').value());
  if (!info.includes('aof_enabled:1'))
    skipCase('needs a server that keeps a log: --appendonly yes');
}

const reload = (client: Client) => client.call('DEBUG', 'LOADAOF').expect(ok);

const logged = (id: string, title: string, cause: string, run: WireRun) =>
  wire(
    id,
    title,
    async (context) => {
      await expectLog(context.client);
      await run(context);
    },
    { cause },
  );

const within = (least: number, most: number) =>
  where(`${least} to ${most}`, (value) => Number(value) >= least && Number(value) <= most);

export const cases = [
  logged(
    'values',
    'What was set is there again, what was changed as it was changed last',
    'a command changes data and is not recorded, or a record is run more than once',
    async ({ client }) => {
      await client.call('SET', 'k', 'first').expect(ok);
      await client.call('SET', 'k', 'last').expect(ok);
      await client.call('MSET', 'a', '1', 'b', '2').expect(ok);
      await client.call('INCRBY', 'a', 41).expect(42);
      await client.call('APPEND', 'k', '!').expect(5);
      await reload(client);
      await client.call('GET', 'k').expect('last!');
      await client.call('MGET', 'a', 'b').expect(['42', '2']);
    },
  ),
  logged(
    'deleted',
    'What was deleted stays deleted',
    'a deletion is not recorded: the key comes back with the next start',
    async ({ client }) => {
      await client.call('MSET', 'gone', '1', 'moved', '2', 'kept', '3').expect(ok);
      await client.call('DEL', 'gone').expect(1);
      await client.call('RENAME', 'moved', 'there').expect(ok);
      await reload(client);
      await client.call('EXISTS', 'gone', 'moved').expect(0);
      await client.call('MGET', 'there', 'kept').expect(['2', '3']);
    },
  ),
  logged(
    'refused',
    'What changed nothing changes nothing when it is read again',
    'a command is recorded although its condition was not met, or before it was checked',
    async ({ client }) => {
      await client.call('SET', 'k', 'old').expect(ok);
      await client.call('SET', 'k', 'new', 'NX').expect(null);
      await client.call('SETNX', 'k', 'new').expect(0);
      await client.call('SET', 'other', 'new', 'XX').expect(null);
      await reload(client);
      await client.call('GET', 'k').expect('old');
      await client.call('EXISTS', 'other').expect(0);
    },
  ),
  logged(
    'deadlines',
    'A deadline is a moment: it is the same one when the log is read again',
    'the delay is recorded as the client said it, so every start begins it anew; or the deadline is lost',
    async ({ client }) => {
      await client.call('SET', 'k', 'v', 'EX', 100).expect(ok);
      await client.call('SET', 'other', 'v').expect(ok);
      await client.call('EXPIRE', 'other', 200).expect(1);
      const before = await client.call('PEXPIRETIME', 'k').value();
      await reload(client);
      await client.call('PEXPIRETIME', 'k').expect(within(Number(before), Number(before)));
      await client.call('TTL', 'other').expect(within(190, 200));
    },
  ),
  logged(
    'databases',
    'Each key is in its own database again',
    'the log does not say which database a record belongs to',
    async ({ client }) => {
      await client.call('SET', 'k', 'zero').expect(ok);
      await client.call('SELECT', 3).expect(ok);
      await client.call('SET', 'k', 'three').expect(ok);
      await client.call('SELECT', 0).expect(ok);
      await client.call('SET', 'after', 'zero').expect(ok);
      await reload(client);
      await client.call('MGET', 'k', 'after').expect(['zero', 'zero']);
      await client.call('SELECT', 3).expect(ok);
      await client.call('MGET', 'k', 'after').expect(['three', null]);
    },
  ),
  logged(
    'binary',
    'Every byte comes back as it was',
    'records are written or read as text: a value is bytes, and so is a key',
    async ({ client }) => {
      const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      await client.call('SET', all, all).expect(ok);
      await client.call('SET', 'lines', '\r\n*1\r\n$8\r\nFLUSHALL\r\n').expect(ok);
      await reload(client);
      await client.call('GET', all).expect(all);
      await client.call('GET', 'lines').expect('\r\n*1\r\n$8\r\nFLUSHALL\r\n');
    },
  ),
  logged(
    'rewritten',
    'After a rewrite everything is there, what changed meanwhile too',
    'what is written while the log is rewritten goes to the old file alone',
    async ({ client }) => {
      await client.call('MSET', 'a', '1', 'b', '2', 'c', '3').expect(ok);
      await client.call('DEL', 'b').expect(1);
      await client.call('BGREWRITEAOF').reply();
      await client.call('SET', 'meanwhile', 'x').expect(ok);
      await untilRewritten(client);
      await client.call('SET', 'after', 'y').expect(ok);
      await reload(client);
      await client
        .call('MGET', 'a', 'b', 'c', 'meanwhile', 'after')
        .expect(['1', null, '3', 'x', 'y']);
    },
  ),
];

async function untilRewritten(client: Client): Promise<void> {
  const isUnderWay = /aof_rewrite_(in_progress|scheduled):1/;
  while (isUnderWay.test(String(await client.call('INFO', 'persistence').value())));
}
