import { describe, expect, it } from 'vitest';
import { type Format, formatReply } from '../src/cli/format.ts';
import { type Reply, ReplyParser } from '../src/core.ts';
import { PRINTED_BY_REDIS_CLI, type Printed } from './cli-format.golden.ts';
import { requireRedisCli, run, startFakeServer } from './cli-support.ts';

const FORMATS: Record<Format, string> = {
  standard: '--no-raw',
  raw: '--raw',
  csv: '--csv',
  json: '--json',
};

/** Seen in redis-cli 7.0.15: their replies are printed raw in every format. */
const TEXT_COMMANDS = [
  'INFO',
  'lolwut version 5',
  'CLIENT LIST',
  'client info',
  'CLUSTER INFO',
  'CLUSTER NODES',
  'DEBUG HTSTATS 0',
  'DEBUG HTSTATS-KEY k',
  'LATENCY DOCTOR',
  'LATENCY GRAPH e',
  'MEMORY DOCTOR',
  'MEMORY MALLOC-STATS',
];

function parse(wire: string): Reply {
  const parser = new ReplyParser();
  parser.feed(Buffer.from(wire, 'latin1'));
  const reply = parser.next();
  if (reply === undefined) throw new Error(`not a whole reply: ${JSON.stringify(wire)}`);
  return reply;
}

describe('a reply is printed as redis-cli prints it', () => {
  it.each(PRINTED_BY_REDIS_CLI)('$wire', (row) => {
    const reply = parse(row.wire);
    const printed: Printed = { ...row };
    for (const format of Object.keys(FORMATS) as Format[])
      printed[format] = formatReply(reply, format);
    expect(printed).toEqual(row);
  });

  it('prints a big number after its kind, where redis-cli 7.0 gives up', () => {
    const reply = parse('(12345678901234567890\r\n');
    expect(formatReply(reply, 'standard')).toBe('(big number) 12345678901234567890\n');
    expect(formatReply(reply, 'raw')).toBe('12345678901234567890\n');
    expect(formatReply(reply, 'csv')).toBe('12345678901234567890\n');
    expect(formatReply(reply, 'json')).toBe('12345678901234567890\n');
  });

  it('prints the text that INFO and its like reply with as it is, in every format', () => {
    const reply = parse('$18\r\n# Server\r\na:1\r\nb:2\r\n');
    for (const format of Object.keys(FORMATS) as Format[]) {
      expect(formatReply(reply, format, ['info', 'server'])).toBe('# Server\r\na:1\r\nb:2\n');
    }
    for (const command of TEXT_COMMANDS)
      expect(formatReply(reply, 'csv', command.split(' '))).toBe('# Server\r\na:1\r\nb:2\n');
    const list = parse('$7\r\nid=1 a\n\r\n');
    expect(formatReply(list, 'standard', ['CLIENT', 'list'])).toBe('id=1 a\n');
    expect(formatReply(list, 'standard', ['CLIENT', 'GETNAME'])).toBe('"id=1 a\\n"\n');
    expect(formatReply(parse('-ERR x\r\n'), 'raw', ['INFO'])).toBe('ERR x\n');
  });
});

const redisCli = requireRedisCli();

describe.skipIf(redisCli.missing)('the table is what the redis-cli of this machine prints', () => {
  it.each(Object.entries(FORMATS) as [Format, string][])('%s', async (format, option) => {
    const server = await startFakeServer(([name, row]) =>
      name === 'ROW' ? (PRINTED_BY_REDIS_CLI[Number(row)]?.wire ?? '') : '*0\r\n',
    );
    const lines = PRINTED_BY_REDIS_CLI.map((_, row) => `ROW ${row}\n`).join('');
    // -2: with --json it would send HELLO 3, which this server does not know. Replies are of RESP3 all the same.
    const args = ['-p', String(server.port), '-2', option];
    const { stdout } = await run(redisCli.path, args, lines);
    await server.close();
    expect(stdout).toBe(PRINTED_BY_REDIS_CLI.map((row) => row[format]).join(''));
  });
});
