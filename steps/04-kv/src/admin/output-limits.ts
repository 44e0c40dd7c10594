// client-output-buffer-limit: how much may wait for a client that does not read, before it is cut off.
// Backpressure (stage 03) bounds what waits for the others already, but for one large reply, and for MONITOR's lines.

import type { Call } from '../engine/call.ts';
import type { Client } from '../engine/client.ts';
import { integerWithin, memoryWithin } from '../engine/config.ts';
import type { Engine, Layer } from '../engine/engine.ts';
import { hang } from '../engine/hooks.ts';

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

export const outputLimits: Layer = (engine) => {
  let limits = DEFAULTS;
  const watch = new OutputWatch(engine);
  engine.config.define({
    name: 'client-output-buffer-limit',
    default: format(DEFAULTS),
    summary: 'cut off a client that does not read: class, hard limit, soft limit, seconds',
    parse: (text) => format({ ...limits, ...parse(text) }),
    apply: (text) => {
      limits = { ...limits, ...parse(text) };
      watch.hold(limits.normal);
    },
  });
};

/** Looks at what waits for clients. Its hooks are there only while there is a limit, which by default there is not. */
class OutputWatch {
  readonly #engine: Engine;
  #limit = NO_LIMIT;
  #isOn = false;
  /** Since when those above the soft limit have been there, in ms. */
  readonly #above = new Map<Client, number>();
  /** They get lines without asking for them. */
  readonly #monitors = new Set<Client>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  hold(limit: OutputLimit): void {
    this.#limit = limit;
    const isOn = limit.hardBytes > 0 || limit.softBytes > 0;
    if (isOn === this.#isOn) return;
    this.#isOn = isOn;
    this.#above.clear();
    this.#monitors.clear();
    for (const client of this.#engine.clients.values()) {
      if (client.isMonitor) this.#monitors.add(client);
    }
    const { after, maintain, disconnected } = this.#engine.hooks;
    hang(after, this.#afterCommand, isOn);
    hang(maintain, this.#maintain, isOn);
    hang(disconnected, this.#forget, isOn);
  }

  readonly #afterCommand = ({ client }: Call): void => {
    if (client.isMonitor) this.#monitors.add(client);
    this.#look(client);
    for (const monitor of this.#monitors) this.#look(monitor);
  };

  readonly #maintain = (): boolean => {
    for (const client of this.#above.keys()) this.#look(client);
    return false;
  };

  readonly #forget = (client: Client): void => {
    this.#above.delete(client);
    this.#monitors.delete(client);
  };

  #look(client: Client): void {
    const { hardBytes, softBytes, softS } = this.#limit;
    const pending = client.output.length;
    const nowMs = this.#engine.now();
    if (softBytes === 0 || pending < softBytes) this.#above.delete(client);
    else if (!this.#above.has(client)) this.#above.set(client, nowMs);
    const tooLong = nowMs - (this.#above.get(client) ?? Infinity) > softS * 1000;
    if ((hardBytes > 0 && pending >= hardBytes) || tooLong) client.connection?.close();
  }
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
