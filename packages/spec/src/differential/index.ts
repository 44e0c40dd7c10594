// The differential test: the same random commands to two servers, every reply compared. A difference is shrunk to
// the shortest sequence that still shows it. The oracle is redis-server; shrinking is fast-check's.

import fc from 'fast-check';
import { WireClient } from '../client.ts';
import { type Reply, readReply } from '../reply.ts';
import { type RunningServer, startRedis, startStage } from '../server.ts';
import { clip, escapeBytes, quoteWord } from '../text.ts';
import { KEYS } from './arguments.ts';
import { type Agreement, anyStep, type CommandModel, type Step } from './model.ts';

export * from './arguments.ts';
export { type Agreement, adjust, type CommandModel, command, type Step } from './model.ts';
export { connectionModels } from './models/connection.ts';
export { genericModels } from './models/generic.ts';
export { stringModels } from './models/strings.ts';

export interface DifferentialOptions {
  /** The stage under test ('04'). */
  readonly stage: string;
  readonly commands: readonly CommandModel[];
  /** How many sequences; each begins with an empty server. */
  readonly runs: number;
  /** The most commands of a sequence; 40 unless said otherwise. */
  readonly length?: number;
  /** Printed when replies differ; the same seed gives the same sequences. */
  readonly seed?: number;
  /** RESP2, RESP3; both in turn unless said otherwise. */
  readonly protocols?: readonly (2 | 3)[];
  /** Commands behind every sequence, which show what is left in the server. */
  readonly finalLook?: readonly Step[];
  /** Another server in the stage's place. */
  readonly startSubject?: () => Promise<RunningServer>;
}

export interface DifferentialResult {
  readonly seed: number;
  readonly runs: number;
  readonly commands: number;
}

/** Rejects with the shortest failing sequence as redis-cli lines and the seed that finds it again. */
export async function differential(options: DifferentialOptions): Promise<DifferentialResult> {
  const {
    stage,
    runs,
    length = 40,
    protocols = [2, 3],
    startSubject = () => startStage(stage),
  } = options;
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 31);
  const servers = await Promise.allSettled([startRedis(), startSubject()]);
  const started = servers.flatMap((server) =>
    server.status === 'fulfilled' ? [server.value] : [],
  );
  try {
    const [oracle, subject] = started;
    if (!oracle || !subject) throw servers.find((server) => server.status === 'rejected')?.reason;
    const pair = new Pair(oracle, subject, options.finalLook ?? FINAL_LOOK);
    const sequences = fc.array(anyStep(options.commands), {
      minLength: 1,
      maxLength: length,
      size: 'max',
    });
    const property = fc.asyncProperty(fc.constantFrom(...protocols), sequences, (protocol, steps) =>
      pair.play(protocol, steps),
    );
    const details = await fc.check(property, { seed, numRuns: runs });
    if (details.failed) throw new Error(tellFailure(details, pair, seed));
    return { seed, runs, commands: pair.commands };
  } finally {
    await Promise.all(started.map((server) => server.stop()));
  }
}

/** Two replies to one command that should be the same. */
class Difference extends Error {
  readonly replies: readonly [oracle: string, subject: string];
  constructor(oracle: string, subject: string) {
    super('the replies differ');
    this.replies = [oracle, subject];
  }
}

class Pair {
  readonly oracle: RunningServer;
  readonly subject: RunningServer;
  readonly finalLook: readonly Step[];
  /** How many commands were compared. */
  commands = 0;

  constructor(oracle: RunningServer, subject: RunningServer, finalLook: readonly Step[]) {
    this.oracle = oracle;
    this.subject = subject;
    this.finalLook = finalLook;
  }

  /** Sends a sequence to both, as one pipeline on a fresh connection each, and compares reply by reply. */
  async play(protocol: 2 | 3, steps: readonly Step[]): Promise<void> {
    const all = [...steps, ...this.finalLook];
    const [expected, actual] = await Promise.all([
      replies(this.oracle, protocol, all),
      replies(this.subject, protocol, all),
    ]);
    for (const [i, { agreement }] of all.entries()) {
      this.commands++;
      const [right = '', got = ''] = [expected[i], actual[i]];
      if (essence(right, agreement) !== essence(got, agreement)) throw new Difference(right, got);
    }
  }
}

/** What is left in the server when a sequence is through. */
const FINAL_LOOK: readonly Step[] = [
  { words: ['KEYS', '*'], agreement: 'unordered' },
  { words: ['MGET', ...KEYS], agreement: 'exact' },
];

/** The replies as latin1; of the first that does not come, and of those behind it, why. */
async function replies(
  server: RunningServer,
  protocol: 2 | 3,
  steps: readonly Step[],
): Promise<string[]> {
  const { host, port } = server;
  const client = await WireClient.open({ host, port, timeoutMs: 5_000, number: 1, transcript: [] });
  const received: string[] = [];
  try {
    if (protocol === 3) await client.call('HELLO', 3).reply();
    await client.call('FLUSHALL').reply();
    const pending = steps.map(({ words }) => client.call(...words));
    for (const call of pending) received.push(await call.bytes());
  } catch (error) {
    received.push(`(${(error as Error).message})`);
  } finally {
    client.close();
  }
  return received;
}

/** What of a reply must agree. */
function essence(bytes: string, agreement: Agreement): string {
  if (agreement === 'exact') return bytes;
  const raw = Buffer.from(bytes, 'latin1');
  const reply = bytes.startsWith('(') ? undefined : readReply(raw);
  if (!reply) return bytes;
  if (reply.type === '-') return bytes;
  return agreement === 'kind' ? `${reply.type}${reply.text === null}` : sortMembers(reply, bytes);
}

function sortMembers(reply: Reply, bytes: string): string {
  if (!'*~'.includes(reply.type)) return bytes.slice(reply.start, reply.end);
  const members = reply.items.map((item) => sortMembers(item, bytes)).sort();
  return `${reply.type}${members.length}\r\n${members.join('')}`;
}

function tellFailure(
  details: fc.RunDetails<[2 | 3, Step[]]>,
  { oracle, subject, finalLook }: Pair,
  seed: number,
): string {
  const [protocol, steps = []] = details.counterexample ?? [];
  const lines = [...steps, ...finalLook].map(({ words }) => words.map(quoteWord).join(' '));
  const error = details.errorInstance;
  const outcome =
    error instanceof Difference
      ? [`redis-server  ${show(error.replies[0])}`, `${subject.name}  ${show(error.replies[1])}`]
      : [String(error)];
  return [
    `${subject.name} answers otherwise than ${oracle.name} (seed ${seed}, RESP${protocol}, run ${details.numRuns}, ${details.numShrinks} times shrunk)`,
    ...lines.map((line) => `  > ${line}`),
    ...outcome.map((line) => `  ${line}`),
  ].join('\n');
}

function show(bytes: string): string {
  return clip(escapeBytes(Buffer.from(bytes, 'latin1')), 400);
}
