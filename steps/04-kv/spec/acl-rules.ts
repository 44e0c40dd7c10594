// ACL SETUSER's modifiers: what they come to, and what is none.

import { error, type WireContext, wire } from '@byor/spec';
import { define } from './support/users.ts';

const modifier = (text: string, why: string) =>
  error(`ERR Error in ACL SETUSER modifier '${text}': ${why}`);

/** What ACL LIST says of a user, beyond its name. */
async function rulesOf({ client }: WireContext, name: string): Promise<string | undefined> {
  const lines = (await client.call('ACL', 'LIST').value()) as unknown[];
  const begin = `user ${name} `;
  return lines
    .map(String)
    .find((line) => line.startsWith(begin))
    ?.slice(begin.length);
}

/** After these rules ACL LIST shows that. */
const becomes = (id: string, title: string, table: readonly [rules: string, shown: string][]) =>
  wire(id, title, async (context) => {
    for (const [rules, shown] of table) {
      await define(context, 'tested', 'reset', ...rules.split(' '));
      const got = await rulesOf(context, 'tested');
      const wanted = `off sanitize-payload ${shown}`;
      if (got !== wanted) throw new Error(`after '${rules}': '${got}' instead of '${wanted}'`);
    }
  });

export const cases = [
  becomes('rules', 'rules are applied in order, and shown without what has no effect', [
    ['+get', 'resetchannels -@all +get'],
    ['+@all -get -@read +get', 'resetchannels +@all -@read +get'],
    ['+config|get +config|set +config', 'resetchannels -@all +config'],
    ['+config -config|get +config|get', 'resetchannels -@all +config'],
    ['+@all -@all +@STRING', 'resetchannels -@all +@string'],
    ['+@read -@all', 'resetchannels -@all'],
    ['allcommands -@dangerous', 'resetchannels +@all -@dangerous'],
    ['+select|0 +select|1 +select', 'resetchannels -@all +select'],
    ['+SELECT|AbC', 'resetchannels -@all +select|AbC'],
    ['+@all -config +config|get', 'resetchannels +@all -config +config|get'],
    ['+@dangerous +@admin', 'resetchannels -@all +@dangerous'],
    ['+@all -set +@all', 'resetchannels +@all'],
    ['+@all nocommands', 'resetchannels -@all'],
  ]),

  becomes('patterns', 'patterns are kept in order, and merged', [
    ['~a ~b ~a', '~a ~b resetchannels -@all'],
    ['%R~a %W~a', '~a resetchannels -@all'],
    ['%rw~a %r~b %W~c', '~a %R~b %W~c resetchannels -@all'],
    ['~a allkeys', '~* resetchannels -@all'],
    ['~a ~b resetkeys ~c', '~c resetchannels -@all'],
    ['%R~* ~x', '%R~* ~x resetchannels -@all'],
    ['&a &b', 'resetchannels &a &b -@all'],
    ['&a allchannels', '&* -@all'],
    [
      '(~a +get) (allkeys)',
      'resetchannels -@all (~a resetchannels -@all +get) (~* resetchannels -@all)',
    ],
  ]),

  wire(
    'faults',
    'what is wrong with a modifier is said, and nothing is changed',
    async (context) => {
      const { client } = context;
      await define(context, 'alice', 'on', '~*', '&*');
      const unknown = 'Unknown command or category name in ACL';
      const hash =
        'The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters';
      const faults: [text: string, why: string][] = [
        ['+foo', unknown],
        ['+@foo', unknown],
        ['+config|foo', unknown],
        ['-select|0', unknown],
        ['+', unknown],
        ['+get|', 'Syntax error'],
        ['+client|id|x', 'Allowing first-arg of a subcommand is not supported'],
        ['blah', 'Syntax error'],
        ['(nopass)', 'Syntax error'],
        ['(+foo)', unknown],
        ['#1234', hash],
        ['!1234', hash],
        ['<nope', 'The password you are trying to remove from the user does not exist'],
        [
          '~x',
          "Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and does not have any " +
            "effect. Try 'resetkeys' to start with an empty list of patterns",
        ],
        [
          '&x',
          "Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid and does not have any " +
            "effect. Try 'resetchannels' to start with an empty list of channels",
        ],
      ];
      for (const [text, why] of faults) {
        await client.call('ACL', 'SETUSER', 'alice', '+get', text).expect(modifier(text, why));
      }
      await client
        .call('ACL', 'SETUSER', 'alice', '+get', '(~a', '+set')
        .expect(error("ERR Unmatched parenthesis in acl selector starting at '(~a'."));
      for (const text of ['~a b', '%Q~x', '%~x']) {
        await client
          .call('ACL', 'SETUSER', 'alice', 'resetkeys', text)
          .expect(modifier(text, 'Syntax error'));
      }
      await client
        .call('ACL', 'SETUSER', 'a b')
        .expect(error("ERR Usernames can't contain spaces or null characters"));
      await client
        .call('ACL', 'LIST')
        .expect(['user alice on ~* &* -@all', 'user default on nopass ~* &* +@all']);
    },
  ),
];
