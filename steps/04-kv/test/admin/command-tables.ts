// COMMAND INFO and DOCS of every command that a stage has, against redis-server's: arity, flags, keys, categories,
// tips, key specs, group, version, arguments, in both protocols. Each stage runs it on its own.

import { Client, type Reply, ReplyParser, ReplyWriter } from '@byor/03-event-loop';
import { type RunningServer, requireTool, startRedis } from '@byor/spec';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestEngine } from '../engine/talk.ts';

const redisServer = requireTool('redis-server');

/** Of Redis 7.2: there is nothing in 7.0.15 to compare it with. */
const NEWER = ['client|setinfo'];

/**
 * Registers the comparison. `documented`: commands whose options are all here, and whose syntax Redis documents in the
 * same form, some a line.
 */
export function describeCommandTables(subject: TestEngine, documented: readonly string[]): void {
  const { commands } = subject.engine;
  const names = [...commands.values()].map(({ name }) => name);
  const isKnown = (name: string) => commands.get(name) !== undefined;
  const isOld = (name: string) => !NEWER.includes(name);

  describe.skipIf(redisServer.missing)('as redis-server describes them', () => {
    let server: RunningServer;
    beforeAll(async () => {
      server = await startRedis();
    });
    afterAll(() => server?.stop());

    test.each([2, 3] as const)('COMMAND INFO in RESP%d', async (protocol) => {
      const words = ['COMMAND', 'INFO', ...names];
      const want = shown(await theirs(server, protocol, ...words), isKnown) as { array: unknown[] };
      expect(shown(ours(subject, protocol, ...words), isOld)).toEqual(want);
      expect(want.array).toHaveLength(names.length);
    });

    test('COMMAND DOCS: group and version of each', async () => {
      const words = ['COMMAND', 'DOCS', ...names];
      const docs = (reply: Reply, keep: (name: string) => boolean) =>
        docsOf(reply)
          .filter(({ name }) => keep(String(name)))
          .map(({ name, group, since }) => `${name} ${group} ${since}`)
          .sort();
      const want = docs(await theirs(server, 3, ...words), isKnown);
      expect(docs(ours(subject, 3, ...words), isOld)).toEqual(want);
    });

    test.each(documented)('COMMAND DOCS: arguments of %s', async (list) => {
      for (const name of list.split(' ')) {
        const [want] = docsOf(await theirs(server, 3, 'COMMAND', 'DOCS', name));
        const [got] = docsOf(ours(subject, 3, 'COMMAND', 'DOCS', name));
        expect(got?.arguments, name).toEqual(want?.arguments);
      }
    });
  });
}

async function theirs(
  { host, port }: RunningServer,
  protocol: 2 | 3,
  ...words: string[]
): Promise<Reply> {
  const client = await Client.connect({ host, port, protocol });
  try {
    return await client.request(words);
  } finally {
    await client.end();
  }
}

function ours({ connect }: TestEngine, protocol: 2 | 3, ...words: string[]): Reply {
  const talk = connect();
  talk.say(`HELLO ${protocol}`);
  const request = new ReplyWriter();
  request.array(words.length);
  for (const word of words) request.bulk(word);
  talk.client.input.feed(request.bytes());
  talk.client.process();
  const parser = new ReplyParser();
  parser.feed(talk.client.output.bytes());
  return parser.next() as Reply;
}

/** Plain text of a reply. Subcommands are sorted, and only those that `keep` accepts are shown. */
function shown(reply: Reply, keep: (name: string) => boolean): unknown {
  const inner = (item: Reply) => shown(item, keep);
  switch (reply.type) {
    case 'bulk':
      return Buffer.from(reply.bytes).toString();
    case 'array':
    case 'set': {
      const items = withoutNotes(reply.items).map(inner);
      const isListOfCommands = items.some((item) => nameOf(item).includes('|'));
      if (!isListOfCommands) return { [reply.type]: items };
      const kept = items.filter((item) => keep(nameOf(item)));
      return { [reply.type]: kept.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)) };
    }
    case 'map':
      return { map: withoutNotes(reply.pairs.flat()).map(inner) };
    case 'integer':
      return reply.value;
    case 'status':
      return `+${reply.text}`;
    default:
      return reply;
  }
}

/** Key specs may carry a sentence for people; ours do not. */
function withoutNotes(items: Reply[]): Reply[] {
  const at = items.findIndex((item) => item.type === 'bulk' && plain(item) === 'notes');
  return at < 0 ? items : items.toSpliced(at, 2);
}

const nameOf = (item: unknown): string => {
  const [name] = (item as { array?: unknown[] } | null)?.array ?? [];
  return typeof name === 'string' ? name : '';
};

interface Docs {
  readonly name: unknown;
  readonly group: unknown;
  readonly since: unknown;
  readonly arguments: unknown;
}

/** Each command's, and after it those of its subcommands. */
function docsOf(reply: Reply): Docs[] {
  if (reply.type !== 'map') throw new Error(`not a map: ${reply.type}`);
  return reply.pairs.flatMap(([name, docs]) => {
    const field = (wanted: string) => fieldOf(docs, wanted);
    const text = (wanted: string) => plain(field(wanted));
    const subcommands = field('subcommands');
    return [
      {
        name: plain(name),
        group: text('group'),
        since: text('since'),
        arguments: argumentsOf(field('arguments')),
      },
      ...(subcommands === undefined ? [] : docsOf(subcommands)),
    ];
  });
}

/** What matters of arguments: Redis names groups of them as it likes, and says when each came. */
function argumentsOf(reply: Reply | undefined): unknown {
  if (reply?.type !== 'array') return undefined;
  return reply.items.map((item) => {
    const isGroup = ['oneof', 'block'].includes(String(plain(fieldOf(item, 'type'))));
    return {
      name: isGroup ? '(group)' : plain(fieldOf(item, 'name')),
      type: plain(fieldOf(item, 'type')),
      token: plain(fieldOf(item, 'token')),
      key: plain(fieldOf(item, 'key_spec_index')),
      flags: plain(fieldOf(item, 'flags')),
      arguments: argumentsOf(fieldOf(item, 'arguments')),
    };
  });
}

function fieldOf(reply: Reply, name: string): Reply | undefined {
  if (reply.type !== 'map') return undefined;
  return reply.pairs.find(([key]) => plain(key) === name)?.[1];
}

const plain = (reply: Reply | undefined) => reply && shown(reply, () => true);
