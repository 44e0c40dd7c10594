// The differential test: the same random commands to two servers, every reply compared. A difference is shrunk to
// the shortest sequence that still shows it. The oracle is redis-server; sequences are made by fast-check.

import fc from 'fast-check';
import { type RunningServer, startRedis, startStage } from '../server.ts';
import { clip, escapeBytes, quoteWord } from '../text.ts';
import { lookBy } from './looks.ts';
import { anyStep, type CommandModel, type Step } from './model.ts';
import { type Difference, Pair, type Protocol } from './pair.ts';
import { shrink } from './shrink.ts';

export * from './arguments.ts';
export { lookBy, lookTwice } from './looks.ts';
export {
  type Agreement,
  adjust,
  anyStep,
  type CommandModel,
  command,
  type Step,
  step,
} from './model.ts';
export { connectionModels } from './models/connection.ts';
export { delayModels, momentModels, passingModels } from './models/expiry.ts';
export { encodingModels, genericModels, mortalModels } from './models/generic.ts';
export { sortedSetModels } from './models/sorted-sets.ts';
export { stringModels } from './models/strings.ts';
export { essence } from './pair.ts';
export { dropRuns, smallerSteps } from './shrink.ts';
export { timePasses } from './time.ts';

export interface DifferentialOptions {
  /** The stage under test ('04'). */
  readonly stage: string;
  readonly commands: readonly CommandModel[];
  /** How many sequences; each begins with an empty server. */
  readonly runs: number;
  /** The most commands of a sequence; 40 unless said otherwise. */
  readonly length?: number;
  /** The same seed makes the same sequences; told when replies differ. */
  readonly seed?: number;
  /** RESP2 and RESP3 unless said otherwise. */
  readonly protocols?: readonly Protocol[];
  /** Commands behind every sequence, which show what is left in the server. */
  readonly finalLook?: readonly Step[];
  /** Another server in the stage's place. */
  readonly startSubject?: () => Promise<RunningServer>;
}

export interface DifferentialResult {
  readonly seed: number;
  readonly runs: number;
  /** How many replies were compared. */
  readonly commands: number;
}

const FINAL_LOOK = lookBy('GET');

/** Rejects with the shortest differing sequence as redis-cli lines, and with the seed that finds it again. */
export async function differential(options: DifferentialOptions): Promise<DifferentialResult> {
  const { stage, startSubject = () => startStage(stage) } = options;
  const servers = await Promise.allSettled([startRedis(), startSubject()]);
  const started = servers.flatMap((server) =>
    server.status === 'fulfilled' ? [server.value] : [],
  );
  try {
    const [oracle, subject] = started;
    if (!oracle || !subject) throw servers.find((server) => server.status === 'rejected')?.reason;
    return await run(new Pair(oracle, subject, options.finalLook ?? FINAL_LOOK), options);
  } finally {
    await Promise.all(started.map((server) => server.stop()));
  }
}

async function run(pair: Pair, options: DifferentialOptions): Promise<DifferentialResult> {
  const { commands, runs, length = 40, protocols = [2, 3] } = options;
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 31);
  const steps = fc.array(anyStep(commands), { minLength: 1, maxLength: length, size: 'max' });
  const property = fc.asyncProperty(
    fc.constantFrom(...protocols),
    steps,
    async (protocol, steps) => (await pair.compare(protocol, steps)) === undefined,
  );
  const details = await fc.check(property, { seed, numRuns: runs, endOnFailure: true });
  if (!details.failed) return { seed, runs, commands: pair.commands };
  if (!details.counterexample) throw details.errorInstance;
  const [protocol, failing] = details.counterexample;
  const difference = await shortest(pair, protocol, failing);
  throw new Error(tell(pair, difference, `seed ${seed}, RESP${protocol}, run ${details.numRuns}`));
}

/** Shrinks to the same kind of difference, not to another one that happens to be shorter. */
async function shortest(
  pair: Pair,
  protocol: Protocol,
  failing: readonly Step[],
): Promise<Difference | undefined> {
  const kind = kindOf(await pair.compare(protocol, failing));
  const differs = async (steps: readonly Step[]) =>
    kindOf(await pair.compare(protocol, steps)) === kind;
  return pair.compare(protocol, await shrink(failing, differs));
}

function kindOf(difference: Difference | undefined): string | undefined {
  const name = difference?.steps.at(-1)?.words[0]?.toUpperCase();
  return difference && `${name} ${difference.oracle[0]} ${difference.subject[0]}`;
}

function tell(
  { oracle, subject }: Pair,
  difference: Difference | undefined,
  where: string,
): string {
  if (!difference)
    return `${subject.name} answered otherwise than ${oracle.name} once, and not again (${where})`;
  const width = Math.max(oracle.name.length, subject.name.length) + 2;
  return [
    `${subject.name} answers otherwise than ${oracle.name} (${where})`,
    ...difference.steps.map(({ words }) => `  > ${words.map(quoteWord).join(' ')}`),
    `  ${oracle.name.padEnd(width)}${show(difference.oracle)}`,
    `  ${subject.name.padEnd(width)}${show(difference.subject)}`,
  ].join('\n');
}

function show(bytes: string): string {
  return clip(escapeBytes(Buffer.from(bytes, 'latin1')), 400);
}
