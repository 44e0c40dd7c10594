// client-output-buffer-limit: how much may wait for a client that does not read, before it is cut off.
// Backpressure (stage 03) bounds what waits for the others already, but for one large reply, and for MONITOR's lines.

import type { Client } from '../engine/client.ts';
import { integerWithin, memoryWithin } from '../engine/config.ts';
import type { Engine, Layer } from '../engine/engine.ts';

/** Redis's classes of clients. All of ours are `normal`; the others are kept and shown. */
type ClientClass = 'normal' | 'slave' | 'pubsub';

interface OutputLimit {
  /** Pending bytes at which a client is cut off at once; 0: no limit. */
  readonly hardBytes: number;
  /** The same if it lasts for `softMs`. */
  readonly softBytes: number;
  readonly softS: number;
}

type OutputLimits = Readonly<Record<ClientClass, OutputLimit>>;

const NO_LIMIT: OutputLimit = { hardBytes: 0, softBytes: 0, softS: 0 };

const DEFAULTS: OutputLimits = {
  normal: NO_LIMIT,
  slave: { hardBytes: 256 * 1024 ** 2, softBytes: 64 * 1024 ** 2, softS: 60 },
  pubsub: { hardBytes: 32 * 1024 ** 2, softBytes: 8 * 1024 ** 2, softS: 60 },
};

/** client-output-buffer-limit. The hooks are there only while normal clients have a limit, which by default they have not. */
export const outputLimits: Layer = (engine) => {
  let limits = DEFAULTS;
  const watch = watchOutput(engine, () => limits.normal);
  engine.config.define({
    name: 'client-output-buffer-limit',
    default: format(DEFAULTS),
    summary: 'cut off a client that does not read: class, hard limit, soft limit, seconds',
    parse: (text) => format({ ...limits, ...parse(text) }),
    apply: (text) => {
      limits = { ...limits, ...parse(text) };
      watch(limits.normal.hardBytes > 0 || limits.normal.softBytes > 0);
    },
  });
};

/** Switches the watch on or off. */
function watchOutput(engine: Engine, limit: () => OutputLimit): (on: boolean) => void {
  /** Since when those above the soft limit have been there, in ms. */
  const above = new Map<Client, number>();
  /** They get lines without asking for them. */
  const monitors = new Set<Client>();
  const look = (client: Client): void => {
    const { hardBytes, softBytes, softS } = limit();
    const pending = client.output.length;
    if (softBytes === 0 || pending < softBytes) above.delete(client);
    else if (!above.has(client)) above.set(client, engine.now());
    const tooLong = engine.now() - (above.get(client) ?? Infinity) > softS * 1000;
    if ((hardBytes > 0 && pending >= hardBytes) || tooLong) client.connection?.close();
  };
  const afterCommand = ({ client }: { client: Client }): void => {
    if (client.isMonitor) monitors.add(client);
    look(client);
    for (const monitor of monitors) look(monitor);
  };
  const maintain = (): boolean => {
    for (const client of above.keys()) look(client);
    return false;
  };
  const forget = (client: Client): void => {
    above.delete(client);
    monitors.delete(client);
  };
  const { after, maintain: turns, disconnected } = engine.hooks;
  let isOn = false;
  return (on) => {
    if (on === isOn) return;
    isOn = on;
    if (on) {
      for (const client of engine.clients.values()) if (client.isMonitor) monitors.add(client);
      after.push(afterCommand);
      turns.push(maintain);
      disconnected.push(forget);
    } else {
      after.splice(after.indexOf(afterCommand), 1);
      turns.splice(turns.indexOf(maintain), 1);
      disconnected.splice(disconnected.indexOf(forget), 1);
      above.clear();
      monitors.clear();
    }
  };
}

/** `normal 0 0 0 pubsub 32mb 8mb 60`: the classes that it names. @throws Error in Redis's words */
function parse(text: string): Partial<OutputLimits> {
  const words = text === '' ? [] : text.split(' ');
  if (words.length % 4 !== 0) {
    throw new Error('Wrong number of arguments in buffer limit configuration.');
  }
  const limits: Partial<Record<ClientClass, OutputLimit>> = {};
  for (let at = 0; at < words.length; at += 4) {
    const [name = '', hard = '', soft = '', seconds = ''] = words.slice(at, at + 4);
    limits[classNamed(name)] = parseLimit(hard, soft, seconds);
  }
  return limits;
}

function classNamed(name: string): ClientClass {
  const lower = name.toLowerCase();
  if (lower === 'normal' || lower === 'pubsub' || lower === 'slave') return lower;
  if (lower === 'replica') return 'slave';
  throw new Error('Invalid client class specified in buffer limit configuration.');
}

function parseLimit(hard: string, soft: string, seconds: string): OutputLimit {
  try {
    return {
      hardBytes: Number(bytes(hard)),
      softBytes: Number(bytes(soft)),
      softS: Number(wholeSeconds(seconds)),
    };
  } catch {
    throw new Error('Error in hard, soft or soft_seconds setting in buffer limit configuration.');
  }
}

const bytes = memoryWithin(0, Number.MAX_SAFE_INTEGER);
const wholeSeconds = integerWithin(0, 2 ** 31 - 1);

function format(limits: OutputLimits): string {
  return Object.entries(limits)
    .map(([name, { hardBytes, softBytes, softS }]) => `${name} ${hardBytes} ${softBytes} ${softS}`)
    .join(' ');
}
