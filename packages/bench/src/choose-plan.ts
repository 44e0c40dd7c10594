// From flags to a plan. `--stages` and `--workloads` choose from the plan there is; an axis that is named (payloads, clients,
// pipelines, transports) makes a plan of its own: every cell of the named axes.

import { elsewhere, redisBeside, STAGES } from './contestants.ts';
import type { Flags } from './flags.ts';
import { GOAL_CLIENTS, GOAL_PAYLOAD_BYTES } from './goals.ts';
import {
  crossMatches,
  EXTRAS,
  type Extra,
  FULL,
  goalMatches,
  type Match,
  merged,
  type Plan,
  QUICK,
  sweepMatches,
} from './plan.ts';
import { workloads } from './workloads.ts';

/** PING is all that stage 03 does. */
const FIRST_STAGE_WITH_KEYS = '04';

/** Without redis-server the stages are measured alone. */
export function choosePlan(flags: Flags, hasRedis = true): Plan {
  const { rounds, seconds, payloads, clients, pipelines, transports, workloads: wanted } = flags;
  const hasAxis = [payloads, clients, pipelines, transports].some((axis) => axis !== undefined);
  const matches = hasAxis ? crossPlan(flags) : standardPlan(flags);
  const extras = hasAxis && wanted === undefined ? [] : extrasOf(flags);
  const onlyPresent = <T extends Match | Extra>(each: T): T => ({
    ...each,
    contestants: each.contestants.filter((id) => hasRedis || !isRedis(id)),
  });
  return {
    matches: matches.flatMap((match) => chosen(match, flags)).map(onlyPresent),
    extras: extras
      .filter(({ measure }) => wanted === undefined || wanted.includes(measure))
      .map(onlyPresent),
    pace: {
      ...(flags.quick ? QUICK : FULL),
      ...(rounds !== undefined && { rounds, tailRounds: rounds, longRounds: rounds }),
      ...(seconds !== undefined && { seconds }),
    },
  };
}

function standardPlan({ quick }: Flags): Match[] {
  const sweeps = quick ? [] : sweepMatches(STAGES);
  return merged([...goalMatches(), ...sweeps]);
}

function crossPlan(flags: Flags): Match[] {
  const stages = flags.stages ?? ['07'];
  const transports = flags.transports?.map((name) => `-${name}`) ?? [''];
  return crossMatches({
    workloads: workloads.map(({ id }) => id),
    payloads: flags.payloads ?? [GOAL_PAYLOAD_BYTES],
    clients: flags.clients ?? [GOAL_CLIENTS],
    pipelines: flags.pipelines ?? [1],
    contestants: [...stages.flatMap((stage) => transports.map((name) => stage + name)), 'redis'],
  });
}

function extrasOf({ stages = ['07'], against }: Flags): Extra[] {
  const withKeys = stages.filter((stage) => stage >= FIRST_STAGE_WITH_KEYS);
  const contestants = [...withOther(withKeys, against), 'redis'];
  return withKeys.length === 0 ? [] : EXTRAS.map((measure) => ({ measure, contestants }));
}

function chosen(match: Match, { stages, workloads: wanted, against }: Flags): Match[] {
  if (wanted !== undefined && !wanted.includes(match.load.workload)) return [];
  const contestants = withOther(
    stages === undefined ? match.contestants : ofStages(stages, match),
    against,
  );
  return contestants.every(isRedis) ? [] : [{ ...match, contestants }];
}

/** These stages, where they know the command, as the match has them and as they are by themselves; and whom they are compared with. */
function ofStages(stages: readonly string[], { load, contestants }: Match): string[] {
  const had = contestants.filter((id) => isRedis(id) || stages.includes(id.slice(0, 2)));
  const alone = contestants.includes(PLAIN_REDIS) ? stages : [];
  const [match] = merged([{ load, contestants: [...had, ...alone] }]);
  const all = match?.contestants ?? [];
  const beside = new Set(all.filter((id) => !isRedis(id)).map(redisBeside));
  return all.filter((id) => !isRedis(id) || beside.has(id));
}

const PLAIN_REDIS = 'redis';
const isRedis = (id: string) => id.startsWith('redis');

/** Beside each stage the same one of the other checkout. */
function withOther(ids: readonly string[], against: string | undefined): string[] {
  if (against === undefined) return [...ids];
  return ids.flatMap((id) => (isRedis(id) ? [id] : [id, elsewhere(id)]));
}
