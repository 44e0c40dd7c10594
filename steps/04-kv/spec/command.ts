// COMMAND: what clients learn of the commands. Its details are compared with redis-server's in test/admin.

import { error, integerBetween, nil, nil3, set, status, wire } from '@byor/spec';

const keySpec = (flags: string[], index: number, lastkey: number, keystep: number) => [
  'flags',
  flags.map(status),
  'begin_search',
  ['type', 'index', 'spec', ['index', index]],
  'find_keys',
  ['type', 'range', 'spec', ['lastkey', lastkey, 'keystep', keystep, 'limit', 0]],
];

const getInfo = [
  'get',
  2,
  [status('readonly'), status('fast')],
  1,
  1,
  1,
  [status('@read'), status('@string'), status('@fast')],
  [],
  [keySpec(['RO', 'access'], 1, 0, 1)],
  [],
];

export const cases = [
  wire('info', 'INFO describes the commands asked for, nil for what is none', [
    ['COMMAND INFO get', [getInfo]],
    ['COMMAND INFO nosuch GET', [nil, getInfo]],
    [
      'COMMAND INFO client|id client|nosuch',
      [
        [
          'client|id',
          2,
          [status('noscript'), status('loading'), status('stale')],
          0,
          0,
          0,
          [status('@slow'), status('@connection')],
          [],
          [],
          [],
        ],
        nil,
      ],
    ],
  ]),

  wire('info-resp3', 'in RESP3 flags are sets', async ({ client }) => {
    await client.call('HELLO', 3).reply();
    await client.call('COMMAND', 'INFO', 'nosuch').expect([nil3]);
    const tips = ['request_policy:all_shards', 'response_policy:all_succeeded'];
    await client
      .call('COMMAND', 'INFO', 'ping')
      .expect([
        [
          'ping',
          -1,
          set([status('fast')]),
          0,
          0,
          0,
          set([status('@fast'), status('@connection')]),
          set(tips),
          set([]),
          set([]),
        ],
      ]);
  }),

  wire('count', 'COUNT is how many a bare COMMAND describes', async ({ client }) => {
    const count = Number(await client.call('COMMAND', 'COUNT').expect(integerBetween(50, 1000)));
    for (const words of [['COMMAND'], ['COMMAND', 'INFO']]) {
      const all = (await client.call(...words).value()) as unknown[];
      if (all.length !== count) throw new Error(`${words} lists ${all.length}, COUNT ${count}`);
    }
    const names = (await client.call('COMMAND', 'LIST').value()) as unknown[];
    const plain = names.filter((name) => !String(name).includes('|'));
    if (plain.length !== count || plain.length === names.length) {
      throw new Error(`LIST names ${plain.length} commands, ${names.length} with subcommands`);
    }
  }),

  wire('list', 'LIST filters by pattern and by category', [
    ['COMMAND LIST FILTERBY PATTERN ms?t', ['mset']],
    ['COMMAND LIST FILTERBY PATTERN client|id', ['client|id']],
    ['COMMAND LIST FILTERBY MODULE nosuch', []],
    ['COMMAND LIST FILTERBY ACLCAT nosuch', []],
    ['COMMAND LIST FILTERBY FOO bar', error('ERR syntax error')],
    ['COMMAND LIST FILTERBY PATTERN', error('ERR syntax error')],
    ['COMMAND LIST FOO', error('ERR syntax error')],
  ]),

  wire('getkeys', 'GETKEYS finds the keys of a command', [
    ['COMMAND GETKEYS GET a', ['a']],
    ['COMMAND GETKEYS MSET a 1 b 2', ['a', 'b']],
    ['COMMAND GETKEYS del a b c', ['a', 'b', 'c']],
    ['COMMAND GETKEYS RENAME a b', ['a', 'b']],
    ['COMMAND GETKEYS COPY a b REPLACE', ['a', 'b']],
    ['COMMAND GETKEYS OBJECT ENCODING a', ['a']],
    ['COMMAND GETKEYS PING a', error('ERR The command has no key arguments')],
    ['COMMAND GETKEYS FOO a', error('ERR Invalid command specified')],
    ['COMMAND GETKEYS GET a b', error('ERR Invalid number of arguments specified for command')],
    ['COMMAND GETKEYS GET', error("ERR wrong number of arguments for 'command|getkeys' command")],
  ]),

  wire('docs', 'DOCS explains a command and its arguments', async ({ client }) => {
    const [name, docs] = (await client.call('COMMAND', 'DOCS', 'get').value()) as [
      string,
      unknown[],
    ];
    const text = JSON.stringify(docs);
    for (const part of ['"group","string"', '"since","1.0.0"', '"name","key","type","key"']) {
      if (name !== 'get' || !text.includes(part)) throw new Error(`no ${part} in ${text}`);
    }
    await client.call('COMMAND', 'DOCS', 'nosuch').expect([]);
  }),
];
