// MEMORY: what keys and the process take. Figures are estimates: V8 does not say how much an object takes.

import type { Call } from '../engine/call.ts';
import { oneKey } from '../engine/command-table.ts';
import type { Layer } from '../engine/engine.ts';
import { notAnInteger, syntaxError } from '../engine/errors.ts';
import { isString, type Value } from '../value.ts';
import { helpRow } from './help.ts';
import { type MemoryUse, memoryMeter } from './info-memory.ts';

/** A 64-bit V8 without pointer compression: an entry with its five fields, and its place in a bucket. */
const ENTRY_BYTES = 72;
const TEXT_HEADER_BYTES = 16;
const BUFFER_BYTES = 160;

const unsteady = [
  'nondeterministic_output',
  'request_policy:all_shards',
  'response_policy:special',
];

const help = helpRow('MEMORY', '4.0.0', [
  'DOCTOR',
  '    Return memory problems reports.',
  'PURGE',
  '    Attempt to purge dirty pages for reclamation by the allocator.',
  'STATS',
  '    Return information about the memory usage of the server.',
  'USAGE <key> [SAMPLES <count>]',
  '    Return memory in bytes used by <key> and its value. Nested values are',
  '    sampled up to <count> times (default: 5, 0 means sample all).',
]);

export const memoryCommands: Layer = (engine) => {
  const read = memoryMeter(engine);
  engine.commands.define('server', [
    {
      name: 'memory',
      arity: -2,
      flags: [],
      syntax: '',
      summary: 'A container for memory diagnostics commands',
      since: '4.0.0',
      subcommands: [
        {
          name: 'usage',
          arity: -3,
          flags: ['readonly'],
          keys: oneKey('RO', 2),
          syntax: 'key [SAMPLES count]',
          summary: 'Estimate the memory usage of a key',
          since: '4.0.0',
          run: usage,
        },
        {
          name: 'stats',
          arity: 2,
          flags: [],
          syntax: '',
          summary: 'Show memory usage details',
          since: '4.0.0',
          tips: unsteady,
          run: (call) => stats(call, read()),
        },
        {
          name: 'doctor',
          arity: 2,
          flags: [],
          syntax: '',
          summary: 'Outputs memory problems report',
          since: '4.0.0',
          tips: unsteady,
          run: ({ reply }) => doctor(reply, read()),
        },
        {
          name: 'purge',
          arity: 2,
          flags: [],
          syntax: '',
          summary: 'Ask the allocator to release memory',
          since: '4.0.0',
          tips: ['request_policy:all_shards', 'response_policy:all_succeeded'],
          run: ({ reply }) => reply.ok(), // V8 gives pages back when it sees fit; it cannot be asked
        },
        help,
      ],
    },
  ]);
};

function usage({ db, args, reply }: Call): void {
  for (let at = 3; at < args.count; at += 2) {
    if (!args.at(at).is('SAMPLES') || at + 1 >= args.count) throw syntaxError();
    const samples = args.at(at + 1).integer();
    if (samples === undefined) throw notAnInteger();
    if (samples < 0) throw syntaxError();
  }
  const key = args.at(2);
  const value = db.peek(key);
  if (value === undefined) reply.null();
  else reply.integer(ENTRY_BYTES + textBytes(key.length) + valueBytes(value));
}

function valueBytes(value: Value): number {
  if (!isString(value)) return value.memoryBytes();
  if (typeof value === 'bigint') return 24;
  if (typeof value === 'number') return value === (value | 0) ? 0 : 16; // small ones stand in the entry
  return typeof value === 'string' ? textBytes(value.length) : BUFFER_BYTES + value.bytes.length;
}

function textBytes(length: number): number {
  return TEXT_HEADER_BYTES + Math.ceil(length / 8) * 8;
}

function stats({ engine, reply }: Call, memory: MemoryUse): void {
  const keys = engine.databases.reduce((sum, { size }) => sum + size, 0);
  const datasetBytes = Math.max(0, memory.usedBytes - memory.startupBytes);
  const figures: [string, number][] = [
    ['peak.allocated', memory.peakBytes],
    ['total.allocated', memory.usedBytes],
    ['startup.allocated', memory.startupBytes],
    ['replication.backlog', 0],
    ['clients.slaves', 0],
    ['clients.normal', clientBytes(engine.clients.values())],
    ['aof.buffer', 0],
    ['overhead.total', memory.startupBytes],
    ['keys.count', keys],
    ['keys.bytes-per-key', keys === 0 ? 0 : Math.floor(datasetBytes / keys)],
    ['dataset.bytes', datasetBytes],
  ];
  reply.map(figures.length + 1);
  for (const [name, value] of figures) {
    reply.bulk(name);
    reply.integer(value);
  }
  reply.bulk('fragmentation');
  reply.double(memory.rssBytes / Math.max(1, memory.usedBytes));
}

function clientBytes(clients: Iterable<Call['client']>): number {
  let sum = 0;
  for (const { input, output } of clients) sum += input.buffer.length + output.buffer.length;
  return sum;
}

function doctor(reply: Call['reply'], { usedBytes, rssBytes }: MemoryUse): void {
  reply.verbatim(
    'txt',
    `V8's heap and the buffers outside it hold ${usedBytes} bytes of ${rssBytes} that the process has. ` +
      'What more can be said is in INFO memory.\n',
  );
}
