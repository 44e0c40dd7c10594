// The runner against a right server and its broken brothers: each is caught, and the words teach.

import path from 'node:path';
import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import { explain } from '../src/explain.ts';
import { anything, ok, wire } from '../src/index.ts';
import { select, shuffle } from '../src/plan.ts';
import { type LocatedCase, loadCases } from '../src/repository.ts';
import { type Outcome, runCase } from '../src/run.ts';
import { type Fault, startFake } from './fakes.ts';

const COURSE = path.join(import.meta.dirname, 'course');

/** Time enough on a busy machine, and for those who keep something back for ever as little as their tests can wait. */
const PATIENCE_MS = 10_000;
const HOLDING_BACK_MS = 500;
const HOLDING_BACK: readonly Fault[] = [
  'never-answers',
  'half-a-reply',
  'drops-fragments',
  'keeps-quitters',
];

const timeoutMs = (fault: Fault) => (HOLDING_BACK.includes(fault) ? HOLDING_BACK_MS : PATIENCE_MS);

/** What the runner says of each case that a server with this fault fails, by its id. */
async function failuresOf(fault: Fault, only: string[] = []): Promise<Map<string, string>> {
  const cases = select(await loadCases(COURSE), '04', only);
  const server = await startFake(fault);
  const target = { host: '127.0.0.1', port: server.port, stage: '04', timeoutMs: timeoutMs(fault) };
  const failures = new Map<string, string>();
  for (const wireCase of shuffle(cases, 7)) {
    const outcome = await runCase(wireCase, target);
    if (outcome.kind === 'failed') failures.set(wireCase.fullId, tell(wireCase, outcome));
  }
  await server.close();
  return failures;
}

function tell(wireCase: LocatedCase, outcome: Outcome & { kind: 'failed' }): string {
  return explain(wireCase, outcome.error, outcome.transcript, pc.createColors(false));
}

test('a right server passes every case', async () => {
  expect(await failuresOf('none')).toEqual(new Map());
});

describe('a broken server is caught, and told why', () => {
  test.each<[Fault, string, string[]]>([
    ['ok-to-everything', '02/requests/ping', ['expected    +PONG\\r\\n', 'says +OK without doing']],
    [
      'ok-to-everything',
      '04/strings/nil',
      ['> GET nothing', 'expected    $-1\\r\\n', 'each command has its own reply'],
    ],
    ['ok-to-everything', '04/strings/keys', ['in any order', 'says +OK without doing']],
    [
      'closes-at-once',
      '02/requests/ping',
      ['the server closed the connection without a reply', 'did it crash'],
    ],
    ['never-answers', '02/requests/ping', ['no reply within 0.5 s: FLUSHALL', 'never flushed']],
    ['half-a-reply', '02/requests/ping', ['no whole reply within', 'never became whole']],
    ['drops-fragments', '02/requests/fragments', ['any number of pieces']],
    ['mangles-binary', '02/requests/binary', ['byte 134 differs', 'decoded as UTF-8']],
    ['out-of-order', '02/requests/pipeline', ['in another order']],
    ['answers-twice', '02/requests/ping', ['more than one reply', 'is one written twice']],
    ['no-arity', '02/requests/arity', ['accepts what must be refused']],
    ['line-feeds', '02/requests/ping', ['not RESP', 'both \\r and \\n']],
    ['simple-strings', '02/requests/fragments', ['goes out as a bulk string']],
    [
      'empty-for-nil',
      '04/strings/nil',
      [
        'no value is not an empty value',
        'or          a key that is not found',
        'docs/04-kv.md#get',
      ],
    ],
    ['keeps-quitters', '02/requests/quit', ['should close the connection, and did not']],
  ])('%s: %s', async (fault, id, words) => {
    const failures = await failuresOf(fault, [id]);
    for (const word of words) expect(failures.get(id)).toContain(word);
  });
});

test('a failure shows the history, the bytes with a mark under the first wrong one, and the chapter', async () => {
  const failures = await failuresOf('simple-strings', ['04/strings/get-set']);
  expect(failures.get('04/strings/get-set')).toBe(
    [
      '04/strings/get-set  what SET stores GET gives',
      '',
      '  so far      > SET key "a value\\r\\n\\x00"',
      '              OK',
      '              > GET key',
      '              a value',
      '',
      '  failed      the reply differs from what is expected',
      '  expected    $10\\r\\na value\\r\\n\\x00\\r\\n   "a value\\r\\n\\x00"',
      '  actual      +a value\\r\\n   a value',
      '              ^ byte 0 differs',
      '',
      '  likely      a value goes out as a bulk string ($length), which may hold any byte: a simple string (+) ends at the first \\r\\n',
      '  chapter     docs/04-kv.md',
    ].join('\n'),
  );
});

describe('a case', () => {
  const locate = (wireCase: ReturnType<typeof wire>): LocatedCase => ({
    ...wireCase,
    fullId: `02/here/${wireCase.id}`,
    stage: { number: '02', name: '02-protocol', folder: '' },
    topic: 'here',
    chapter: 'docs/02-protocol',
  });

  async function run(wireCase: ReturnType<typeof wire>): Promise<Outcome> {
    const server = await startFake('none');
    try {
      return await runCase(locate(wireCase), {
        host: '127.0.0.1',
        port: server.port,
        stage: '02',
        timeoutMs: PATIENCE_MS,
      });
    } finally {
      await server.close();
    }
  }

  test('that leaves a reply unread is at fault itself', async () => {
    const outcome = await run(
      wire('forgets', 'forgets', async ({ client }) => void client.call('PING')),
    );
    expect(outcome).toMatchObject({
      error: { message: expect.stringContaining('never reads the reply to: PING') },
    });
  });

  test('reads pipelined replies in the order in which they are asked for', async () => {
    const outcome = await run(
      wire('pipeline', 'pipelines', async ({ client }) => {
        const calls = Array.from({ length: 100 }, (_, i) => client.call('ECHO', i));
        await Promise.all(calls.map((call, i) => call.expect(String(i))));
      }),
    );
    expect(outcome).toEqual({ kind: 'passed' });
  });

  test('is cleaned up after, and its connections are closed, when it fails', async () => {
    const done: string[] = [];
    const outcome = await run(
      wire('fails', 'fails', async ({ client, connect, after }) => {
        const other = await connect();
        other.socket.once('close', () => done.push('closed'));
        after(async () => done.push('first'));
        after(async () => done.push('last'));
        await client.call('PING').expect(ok);
      }),
    );
    expect(outcome.kind).toBe('failed');
    expect(done).toEqual(['last', 'first', 'closed']);
  });

  test('whose clean-up fails is failed: it would spoil the next ones', async () => {
    const outcome = await run(
      wire('leaves', 'leaves', async ({ client, after }) => {
        after(() => client.call('NOSUCH').expect(ok));
      }),
    );
    expect(outcome).toMatchObject({ kind: 'failed', error: { command: 'NOSUCH' } });
  });

  test('several clients are told apart', async () => {
    const wireCase = wire('two', 'two', async ({ client, connect }) => {
      await client.call('PING').expect(anything);
      await (await connect()).call('PING').expect(ok);
    });
    const outcome = await run(wireCase);
    if (outcome.kind !== 'failed') throw new Error('it should fail');
    expect(tell(locate(wireCase), outcome)).toContain('client 1> PING\n');
    expect(tell(locate(wireCase), outcome)).toContain('client 2> PING\n');
  });

  test('that hears an answer where silence is due fails, and so does one whose server hangs up', async () => {
    const talks = await run(
      wire('talks', 'talks', async ({ client }) => {
        client.send('PING\r\n');
        await client.expectNothing(PATIENCE_MS);
      }),
    );
    expect(talks).toMatchObject({ error: { message: 'no reply should come here' } });
    const hangsUp = await run(
      wire('hangs-up', 'hangs up', async ({ client }) => {
        await client.call('QUIT').expect(ok);
        await client.expectNothing(PATIENCE_MS);
      }),
    );
    expect(hangsUp).toMatchObject({
      error: { message: expect.stringContaining('should stay open') },
    });
  });
});

test('a case of lines alone hands them out, so that a terminal may type them; one that drives connections has none', () => {
  const lines = [['PING', ok]] as const;
  expect(wire('lines', 'lines', lines).script).toBe(lines);
  expect(wire('drives', 'drives', async () => undefined).script).toBeUndefined();
});

test('a shuffle keeps every case, and the seed keeps the order', () => {
  const items = Array.from({ length: 50 }, (_, i) => i);
  expect(shuffle(items, 1)).toEqual(shuffle(items, 1));
  expect(shuffle(items, 1)).not.toEqual(shuffle(items, 2));
  expect(shuffle(items, 3).sort((a, b) => a - b)).toEqual(items);
});

test('cases are chosen by stage and pattern', async () => {
  const cases = await loadCases(COURSE);
  const ids = (stage: string, only?: string[]) =>
    select(cases, stage, only).map(({ fullId }) => fullId);
  expect(ids('02')).toContain('02/requests/old');
  expect(ids('04')).not.toContain('02/requests/old');
  expect(ids('02').some((id) => id.startsWith('04'))).toBe(false);
  expect(ids('04', ['04/strings/*', '02/*/p*']).sort()).toEqual([
    '02/requests/ping',
    '02/requests/pipeline',
    '04/strings/debug',
    '04/strings/get-set',
    '04/strings/keys',
    '04/strings/modern',
    '04/strings/nil',
  ]);
  expect(ids('04', ['02'])).toHaveLength(6);
});
