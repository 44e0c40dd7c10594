// One round: a server under load from many clients, SIGKILL at a random moment, a new start on what is left, and the
// question whether that is a state which the history explains.

import type { RunningServer } from '@byor/spec';
import { Redis } from 'ioredis';
import { Actor, type Holdings, type Stage } from './actor.ts';

export type Policy = 'always' | 'everysec';

export interface RoundOptions {
  readonly policy: Policy;
  readonly clients: number;
  readonly number: number;
  readonly start: () => Promise<RunningServer>;
  readonly random: (below: number) => number;
  /** What each client's keys hold: left by the last round, and to be changed by this one. */
  readonly holdings: Holdings[];
}

export interface RoundResult {
  readonly acknowledged: number;
  /** Acknowledged writes that are gone. Under everysec those of the last two seconds may be. */
  readonly lost: number;
  readonly ranMs: number;
}

/** A state that should not be. */
export class Violation extends Error {}

const SHORTEST_MS = 50;
const LONGEST_MS = 1200;
const EVERYSEC_MAY_LOSE_MS = 2000;

export async function playRound(options: RoundOptions): Promise<RoundResult> {
  const { random, holdings, clients } = options;
  const server = await options.start();
  let events = 0;
  const stage: Stage = { tick: () => events++, random, journal: `journal:${options.number}` };
  const actors = Array.from(
    { length: clients },
    (_, id) => new Actor(id, stage, holdings[id] ?? new Map()),
  );
  const playing = actors.map((actor) => actor.play(server.port));
  const ranMs = SHORTEST_MS + random(LONGEST_MS - SHORTEST_MS);
  await rewriteMeanwhile(server, ranMs, random);
  process.kill(server.pid, 'SIGKILL');
  const killedMs = Date.now();
  await Promise.all(playing);
  await server.ended(5000);
  return { ...(await verify(options, actors, stage.journal, killedMs)), ranMs };
}

/** In every second round a rewrite is under way when the end comes. */
async function rewriteMeanwhile(
  { host, port }: RunningServer,
  ranMs: number,
  random: (below: number) => number,
): Promise<void> {
  const client = new Redis(port, host, { enableReadyCheck: false, retryStrategy: () => null });
  client.on('error', () => {});
  const beforeMs = random(ranMs);
  await pause(beforeMs);
  if (random(2) === 0) client.call('BGREWRITEAOF').catch(() => {});
  await pause(ranMs - beforeMs);
  client.disconnect();
}

async function verify(
  { start, policy, holdings }: RoundOptions,
  actors: readonly Actor[],
  journal: string,
  killedMs: number,
): Promise<{ acknowledged: number; lost: number }> {
  const server = await start();
  const found = await readAll(server, actors.length, journal);
  await server.stop();
  const present = actors.map((actor) => presentWrites(actor, found[actor.id] as Holdings, policy));
  checkOrder(actors, present);
  let lost = 0;
  actors.forEach(({ writes, acknowledged, complaints }, id) => {
    if (complaints[0] !== undefined) throw new Violation(`client ${id} was told ${complaints[0]}`);
    const count = present[id] as number;
    lost += Math.max(0, acknowledged - count);
    const first = writes[count];
    if (first !== undefined && killedMs - first.acknowledgedMs > EVERYSEC_MAY_LOSE_MS) {
      throw new Violation(
        `client ${id} lost a write that was acknowledged ${killedMs - first.acknowledgedMs} ms before the end`,
      );
    }
    const left = new Map(found[id]);
    left.delete(journal);
    holdings[id] = left;
  });
  const acknowledged = actors.reduce((sum, actor) => sum + actor.acknowledged, 0);
  return { acknowledged, lost };
}

/** How many of a client's writes the state has. Under always none that was acknowledged may be missing. */
function presentWrites(actor: Actor, found: Holdings, policy: Policy): number {
  const count = actor.explain(found, policy === 'always' ? actor.acknowledged : 0);
  if (count !== undefined) return count;
  const less = actor.explain(found, 0);
  throw new Violation(
    less === undefined
      ? `client ${actor.id}: no prefix of its ${actor.writes.length} writes explains ${JSON.stringify([...found]).slice(0, 2000)}`
      : `client ${actor.id}: ${actor.acknowledged} writes were acknowledged, ${less} are there`,
  );
}

/** All clients together: what was acknowledged before a write was sent that is there must be there too. */
function checkOrder(actors: readonly Actor[], present: readonly number[]): void {
  let lastSent = -1;
  actors.forEach(({ writes }, id) => {
    const last = writes[(present[id] as number) - 1];
    if (last !== undefined) lastSent = Math.max(lastSent, last.sent);
  });
  actors.forEach(({ writes }, id) => {
    const missing = writes[present[id] as number];
    if (missing !== undefined && missing.acknowledged < lastSent) {
      throw new Violation(
        `client ${id}: a write is missing, though a later one of another client is there`,
      );
    }
  });
}

/** What each client's keys hold, and of the shared journal each client's own entries, in order. */
async function readAll(
  { host, port }: RunningServer,
  clients: number,
  journal: string,
): Promise<Holdings[]> {
  const client = new Redis(port, host, { enableReadyCheck: false });
  try {
    const found: Holdings[] = Array.from({ length: clients }, () => new Map());
    for (const key of await client.keys('c*')) {
      const id = Number(key.slice(1, key.indexOf(':')));
      const value = (await client.get(key)) as string;
      found[id]?.set(key, { value, whenMs: String(await client.call('PEXPIRETIME', key)) });
    }
    for (const entry of ((await client.get(journal)) ?? '').split(';')) {
      const own = found[Number(entry.slice(0, entry.indexOf(':')))];
      if (entry === '' || own === undefined) continue;
      own.set(journal, { value: `${own.get(journal)?.value ?? ''}${entry};`, whenMs: '-1' });
    }
    return found;
  } finally {
    client.disconnect();
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
