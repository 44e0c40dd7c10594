// Three programs as people write them, over what they need of a client library: a leaderboard, a session store, a
// rate limiter. Each library's own file says how it is asked.

/** The commands that the programs use, in whatever way a library spells them. */
export interface Store {
  /** @returns the new score */
  addPoints(board: string, player: string, points: number): Promise<number>;
  /** The best first. */
  best(board: string, count: number): Promise<{ player: string; points: number }[]>;
  /** 0 for the best; null for who does not play. */
  place(board: string, player: string): Promise<number | null>;
  saveSession(id: string, content: string, ttlS: number): Promise<void>;
  /** Its time to live begins anew. */
  useSession(id: string, ttlS: number): Promise<string | null>;
  secondsLeft(id: string): Promise<number>;
  /** Forgets what was before `sinceMs`, notes one request at `nowMs`, and counts. One round trip. */
  countRequest(who: string, id: string, sinceMs: number, nowMs: number): Promise<number>;
  close(): Promise<void>;
}

const WINDOW_MS = 60_000;
const ALLOWED = 3;
const SESSION_S = 3600;

/** At most ALLOWED requests in any WINDOW_MS. */
export async function mayPass(
  store: Store,
  who: string,
  nowMs: number,
  id: string,
): Promise<boolean> {
  return (await store.countRequest(who, id, nowMs - WINDOW_MS, nowMs)) <= ALLOWED;
}

/** Several programs share a server. */
function keysOf(name: string): [board: string, session: string, visitor: string] {
  return [`${name}:board`, `${name}:session:1`, `${name}:visitor`];
}

/** What the programs do before the server is stopped. */
export async function firstDay(store: Store, name: string) {
  const [board, s1, visitor] = keysOf(name);
  for (const [player, points] of [
    ['ann', 50],
    ['bob', 70],
    ['cid', 20],
    ['ann', 30.5],
    ['dee', 70],
  ] as const) {
    await store.addPoints(board, player, points);
  }
  await store.saveSession(s1, '{"user":"ann","café":"☕"}', SESSION_S);
  const passed: boolean[] = [];
  for (let n = 0; n < 5; n++) passed.push(await mayPass(store, visitor, 1_000 + n, `request ${n}`));
  return {
    best: await store.best(board, 3),
    places: [await store.place(board, 'ann'), await store.place(board, 'nobody')],
    session: await store.useSession(s1, SESSION_S * 2),
    passed,
  };
}

/** What they find when it is there again. */
export async function secondDay(store: Store, name: string) {
  const [board, s1, visitor] = keysOf(name);
  const left = await store.secondsLeft(s1);
  return {
    best: await store.best(board, 10),
    place: await store.place(board, 'cid'),
    points: await store.addPoints(board, 'cid', 100),
    champion: (await store.best(board, 1))[0]?.player,
    session: await store.useSession(s1, SESSION_S),
    lived: left > SESSION_S && left <= 2 * SESSION_S,
    missing: await store.useSession(`${s1}0`, SESSION_S),
    stillRefused: await mayPass(store, visitor, 1_010, 'request 5'),
    laterAllowed: await mayPass(store, visitor, 1_010 + WINDOW_MS, 'request 6'),
  };
}

export const FIRST_DAY = {
  best: [
    { player: 'ann', points: 80.5 },
    { player: 'dee', points: 70 },
    { player: 'bob', points: 70 },
  ],
  places: [0, null],
  session: '{"user":"ann","café":"☕"}',
  passed: [true, true, true, false, false],
};

export const SECOND_DAY = {
  best: [...FIRST_DAY.best, { player: 'cid', points: 20 }],
  place: 3,
  points: 120,
  champion: 'cid',
  session: FIRST_DAY.session,
  lived: true,
  missing: null,
  stillRefused: false,
  laterAllowed: true,
};
