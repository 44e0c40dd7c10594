// MEMORY: what keys and the process take. Strings are counted to the byte; what objects take is their own estimate.

import type { Call } from '../engine/call.ts';
import { oneKey } from '../engine/command.ts';
import type { Layer } from '../engine/engine.ts';
import { notAnInteger, syntaxError } from '../engine/errors.ts';
import { clientBytes } from '../engine/memory-in-use.ts';
import { helpRow } from './help.ts';
import { type MemoryUse, memoryMeter } from './info-memory.ts';

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
  const bytes = db.keyBytes(args.at(2));
  if (bytes === undefined) reply.null();
  else reply.integer(bytes);
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
    ['clients.normal', clientBytes(engine)],
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

function doctor(reply: Call['reply'], { usedBytes, rssBytes }: MemoryUse): void {
  reply.verbatim(
    'txt',
    `V8's heap and the buffers outside it hold ${usedBytes} bytes of ${rssBytes} that the process has. ` +
      'What more can be said is in INFO memory.\n',
  );
}
