import { type RunningServer, requireTool, startRedis } from '@byor/spec';
import pc from 'picocolors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandDocs, readCommandDocs } from '../src/cli/help/docs.ts';
import { helpText } from '../src/cli/help/help.ts';
import { complete, hint } from '../src/cli/help/hints.ts';
import { formatSyntax } from '../src/cli/help/syntax.ts';
import { type Reply, ReplyParser } from '../src/core.ts';
import { Client } from '../src/index.ts';
import { requireRedisCli, run, runHere } from './cli-support.ts';

const colors = pc.createColors(false);
const unknown: Reply = { type: 'error', text: 'ERR unknown command' };

function reply(wire: string): Reply {
  const parser = new ReplyParser();
  parser.feed(Buffer.from(wire, 'latin1'));
  return parser.next() as Reply;
}

describe("a command's syntax", () => {
  it('shows tokens, choices, blocks, repeats and what may be left out', () => {
    const value = { name: 'value', type: 'string' };
    expect(formatSyntax([{ name: 'k', type: 'key', display_text: 'key' }, value])).toBe(
      'key value',
    );
    const nx = { name: 'nx', type: 'pure-token', token: 'NX' };
    const xx = { name: 'xx', type: 'pure-token', token: 'XX' };
    const oneof = { name: 'c', type: 'oneof', flags: ['optional'], arguments: [nx, xx] };
    expect(formatSyntax([oneof])).toBe('[NX|XX]');
    const limit = { name: 'count', type: 'integer', token: 'LIMIT', flags: ['optional'] };
    expect(formatSyntax([limit])).toBe('[LIMIT count]');
    const block = { name: 'b', type: 'block', arguments: [value, nx], flags: ['multiple'] };
    expect(formatSyntax([block])).toBe('value NX [value NX ...]');
    const keys = { name: 'key', type: 'key', token: 'KEYS', flags: ['optional', 'multiple'] };
    expect(formatSyntax([keys])).toBe('[KEYS key [key ...]]');
    const get = { name: 'p', type: 'string', token: 'GET', flags: ['multiple', 'multiple_token'] };
    expect(formatSyntax([get])).toBe('GET p [GET p ...]');
  });
});

describe('what is known about commands', () => {
  it('is the list of the course when the server does not tell', async () => {
    const docs = new CommandDocs(async () => unknown);
    await docs.load();
    const set = docs.list.find((doc) => doc.name === 'SET');
    expect(set).toMatchObject({
      group: 'string',
      syntax: expect.stringMatching(/^key value \[NX/),
    });
    expect(docs.list).toContainEqual(
      expect.objectContaining({ name: 'CONFIG GET', syntax: 'parameter [parameter ...]' }),
    );
    expect(docs.list).toContainEqual(expect.objectContaining({ name: 'QUIT', syntax: '' }));
  });

  it('is the names of COMMAND when there is no COMMAND DOCS', async () => {
    const names = reply('*2\r\n*2\r\n$3\r\nget\r\n:2\r\n*2\r\n$4\r\nfrob\r\n:1\r\n');
    const docs = new CommandDocs(async (args) => (args.length === 1 ? names : unknown));
    await docs.load();
    expect(docs.list).toEqual([
      { name: 'FROB', syntax: '', summary: '', since: '', group: '' },
      { name: 'GET', syntax: 'key', summary: '', since: '', group: 'string' },
    ]);
  });
});

describe('at the prompt', () => {
  const docs = new CommandDocs(async () => unknown).list;

  it.each([
    ['ge', ['get', 'getdel', 'getex', 'getrange', 'getset']],
    ['GETR', ['GETRANGE ']],
    ['config ', ['get', 'set']],
    ['CONFIG S', ['SET ']],
    ['CONFIG ', ['GET', 'SET']],
    ['help conf', ['config ']],
    ['help @s', ['@server', '@sorted-set', '@string']],
    ['? config g', ['get ']],
    ['nope', []],
    ['set k', []],
  ])('%j is completed', (line, expected) => {
    const [completions, typed] = complete(line, docs);
    expect(completions).toEqual(expected);
    expect(line.endsWith(typed)).toBe(true);
  });

  it.each([
    ['getrange', ' key start end'],
    ['getrange ', 'key start end'],
    ['GETRANGE a', ' start end'],
    ['getrange "a b" 1 ', 'end'],
    ['getrange a 1 2', ''],
    ['getrange "a', ''],
    ['config get ', 'parameter [parameter ...]'],
    ['config get x ', '[parameter ...]'],
    ['scan 0 ', '[MATCH pattern] [COUNT count] [TYPE type]'],
    ['config get x y ', '[parameter ...]'],
    ['ping', ' [message]'],
    ['ping x ', '[message]'],
    ['nope ', ''],
    ['', ''],
  ])('after %j is hinted %j', (line, expected) => {
    expect(hint(line, docs)).toBe(expected);
  });

  it('help names a command, its subcommands, or a group', () => {
    expect(helpText(['get'], docs, colors)).toBe('\n  GET key\n  group: string\n\n');
    expect(helpText(['config'], docs, colors).match(/CONFIG \w+/g)).toEqual([
      'CONFIG GET',
      'CONFIG SET',
    ]);
    expect(helpText(['@string'], docs, colors)).not.toContain('group:');
    expect(helpText(['nope'], docs, colors)).toContain('No help for nope');
  });
});

const redisCli = requireRedisCli();
const tools = [requireTool('redis-server'), redisCli];

describe.skipIf(tools.some((tool) => tool.missing))("redis-server's own commands", () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(async () => {
    await server?.stop();
  });

  it.each([2, 3] as const)(
    'are described as redis-cli describes them, RESP%d',
    async (protocol) => {
      const client = await Client.connect({ host: server.host, port: server.port, protocol });
      const docs = readCommandDocs(await client.request(['COMMAND', 'DOCS']));
      client.close();
      expect(docs.length).toBeGreaterThan(300);
      const lines = docs.map((doc) => `help ${doc.name}\n`).join('');
      const theirs = await run(redisCli.path, ['-p', String(server.port)], lines);
      const ours = docs.map((doc) => helpText(doc.name.split(' '), docs, colors)).join('');
      expect(words(ours)).toEqual(words(theirs.stdout));
    },
  );

  it('are asked for by `help`', async () => {
    const { stdout } = await runHere(['-p', String(server.port), 'help', 'xadd']);
    expect(stdout).toContain('summary: Appends a new entry to a stream');
  });
});

/** Lines without colours and blanks at their ends; redis-cli ends them with CRLF, and colours what is empty. */
function words(text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  const plain = text.replace(/\x1b\[\d*m/g, '');
  return plain.split(/\r?\n/).map((line) => line.trimEnd());
}
