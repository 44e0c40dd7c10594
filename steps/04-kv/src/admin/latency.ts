// LATENCY: commands that took latency-monitor-threshold milliseconds or more, by event: `command`, or
// `fast-command` for one that should never be slow. Off (0) unless switched on, as in Redis.

import type { Call } from '../engine/call.ts';
import type { CommandFlag } from '../engine/command.ts';
import { integerWithin, LONG_MAX } from '../engine/config.ts';
import type { Layer } from '../engine/engine.ts';
import { helpRow } from './help.ts';

/** Samples kept of each event, one a second at most. */
const MAX_SAMPLES = 160;

interface Event {
  worstMs: number;
  /** The oldest first. */
  readonly samples: { readonly whenS: number; elapsedMs: number }[];
}

const flags: readonly CommandFlag[] = ['admin', 'noscript', 'loading', 'stale'];
const tips = ['nondeterministic_output', 'request_policy:all_nodes', 'response_policy:special'];

const help = helpRow('LATENCY', '2.8.13', [
  'HISTORY <event>',
  '    Return time-latency samples for the <event> class.',
  'LATEST',
  '    Return the latest latency samples for all events.',
  'RESET [<event> ...]',
  '    Reset latency data of one or more <event> classes.',
  '    (default: reset all data for all event classes)',
]);

export const latencyCommands: Layer = (engine) => {
  const events = new Map<string, Event>();
  let thresholdMs = 0;
  engine.config.define({
    name: 'latency-monitor-threshold',
    default: String(thresholdMs),
    summary: 'milliseconds from which on LATENCY records a command; 0 records none',
    parse: integerWithin(0, LONG_MAX),
    apply: (ms) => {
      thresholdMs = Number(ms);
      engine.timing.setExact('latency', thresholdMs > 0);
    },
  });
  engine.hooks.timed.push(({ command }, elapsedUs) => {
    const elapsedMs = Math.round(elapsedUs / 1000);
    if (thresholdMs === 0 || elapsedMs < thresholdMs) return;
    const name = command.flags.includes('fast') ? 'fast-command' : 'command';
    record(events, name, Math.floor(engine.now() / 1000), elapsedMs);
  });
  engine.commands.define('server', [
    {
      name: 'latency',
      arity: -2,
      flags: [],
      syntax: '',
      summary: 'A container for latency diagnostics commands',
      since: '2.8.13',
      subcommands: [
        {
          name: 'latest',
          arity: 2,
          flags,
          tips,
          syntax: '',
          summary: 'Return the latest latency samples for all events.',
          since: '2.8.13',
          run: (call) => latest(call, events),
        },
        {
          name: 'history',
          arity: 3,
          flags,
          tips,
          syntax: 'event',
          summary: 'Return timestamp-latency samples for the event.',
          since: '2.8.13',
          run: (call) => history(call, events),
        },
        {
          name: 'reset',
          arity: -2,
          flags,
          tips: ['request_policy:all_nodes', 'response_policy:all_succeeded'],
          syntax: '[event [event ...]]',
          summary: 'Reset latency data for one or more events.',
          since: '2.8.13',
          run: (call) => reset(call, events),
        },
        { ...help, summary: `${help.summary}.` },
      ],
    },
  ]);
};

function record(events: Map<string, Event>, name: string, whenS: number, elapsedMs: number): void {
  const event = events.get(name) ?? { worstMs: 0, samples: [] };
  events.set(name, event);
  event.worstMs = Math.max(event.worstMs, elapsedMs);
  const last = event.samples.at(-1);
  if (last?.whenS === whenS) last.elapsedMs = Math.max(last.elapsedMs, elapsedMs);
  else event.samples.push({ whenS, elapsedMs });
  if (event.samples.length > MAX_SAMPLES) event.samples.shift();
}

function latest({ reply }: Call, events: Map<string, Event>): void {
  reply.array(events.size);
  for (const [name, { samples, worstMs }] of events) {
    const last = samples.at(-1);
    reply.array(4);
    reply.bulk(name);
    reply.integer(last?.whenS ?? 0);
    reply.integer(last?.elapsedMs ?? 0);
    reply.integer(worstMs);
  }
}

function history({ args, reply }: Call, events: Map<string, Event>): void {
  const samples = events.get(args.at(2).text())?.samples ?? [];
  reply.array(samples.length);
  for (const { whenS, elapsedMs } of samples) {
    reply.array(2);
    reply.integer(whenS);
    reply.integer(elapsedMs);
  }
}

function reset({ args, reply }: Call, events: Map<string, Event>): void {
  const names = args.count === 2 ? [...events.keys()] : args.strings().slice(2);
  reply.integer(names.filter((name) => events.delete(name)).length);
}
