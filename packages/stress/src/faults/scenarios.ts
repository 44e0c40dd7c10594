// What may befall a server's disk and its clock, each as a story: what was promised before, meanwhile and after. A story ends
// well or throws BrokenPromise.

import { rmSync, writeFileSync } from 'node:fs';
import { BrokenPromise } from '../program.ts';
import { ask, eventually, expectReply, type Place, promise } from './place.ts';

export interface Scenario {
  readonly name: string;
  /** What is promised, in a sentence. */
  readonly promise: string;
  /** Beside --dir and --appendonly yes. */
  readonly flags: readonly string[];
  run(place: Place): Promise<void>;
}

const EVERYSEC = ['--appendfsync', 'everysec'];
const ALWAYS = ['--appendfsync', 'always'];
const HOUR_MS = 3_600_000;

/** A disk that takes nothing for a while, under everysec. */
function refusing(disk: 'ENOSPC' | 'EROFS', text: string): Scenario['run'] {
  return async (place) => {
    await place.start();
    const client = await place.connect();
    await expectReply(client, 'SET before 1', 'OK');
    await place.inject({ disk });
    await ask(client, 'SET unlucky 1'); // answered before anybody knows
    await eventually(client, 'INCR n', `MISCONF Errors writing to the AOF file: ${text}`);
    const counted = await ask(client, 'GET n'); // those that came before anybody knew
    await expectReply(client, 'GET before', '1');
    await expectReply(client, 'BGREWRITEAOF', /^ERR|started|scheduled/);
    await eventually(client, 'INFO persistence', /aof_last_write_status:err/);
    await place.inject({});
    await eventually(client, 'SET after 1', 'OK');
    await place.kill();
    await place.start();
    const again = await place.connect();
    for (const key of ['before', 'unlucky', 'after']) await expectReply(again, `GET ${key}`, '1');
    await expectReply(again, 'GET n', counted);
  };
}

async function refusedStart(place: Place): Promise<void> {
  const outcome = await place.start({ disk: 'EROFS' }).then(
    () => 'it started',
    (error: Error) => error.message,
  );
  promise(
    /exit code 1/.test(outcome) && /Cannot keep a log in .*EROFS/.test(outcome),
    `a start on a disk that cannot be written to said: ${outcome}`,
  );
  promise(!/\n\s+at /.test(outcome), `a stack instead of a sentence: ${outcome}`);
}

/** A sync that takes for ever, in another thread: nobody waits for it. */
async function slowEverysec(place: Place): Promise<void> {
  await place.start();
  const client = await place.connect();
  await place.inject({ syncsHang: true });
  await expectReply(client, 'SET a 1', 'OK');
  await eventually(client, 'INFO persistence', /aof_pending_bio_fsync:1/);
  for (let n = 1; n <= 200; n++) await expectReply(client, 'INCR n', n);
  await place.inject({});
  await eventually(client, 'INFO persistence', /aof_pending_bio_fsync:0/);
  await place.kill();
  await place.start();
  await expectReply(await place.connect(), 'GET n', '200');
}

/** A reply that says OK before its sync has ended would be a lie. */
async function slowAlways(place: Place): Promise<void> {
  await place.start();
  const client = await place.connect();
  await expectReply(client, 'SET a 1', 'OK');
  await place.inject({ syncsHang: true });
  const replies: unknown[] = [];
  const write = client.call('SET', 'a', '2').value();
  void write.then((reply) => replies.push(reply));
  await new Promise((resolve) => setTimeout(resolve, 300)); // for a reply that should not come
  promise(replies.length === 0, 'SET was answered before its sync had ended');
  place.release();
  promise((await write) === 'OK', 'SET was not answered after its sync');
}

async function vanished(place: Place): Promise<void> {
  await place.start();
  const client = await place.connect();
  await expectReply(client, 'SET before 1', 'OK');
  rmSync(place.directory, { recursive: true });
  await expectReply(client, 'SET meanwhile 1', 'OK'); // as with Redis: the file is there, without a name
  writeFileSync(place.directory, 'in the way');
  await expectReply(client, 'BGREWRITEAOF', /^ERR/);
  await expectReply(client, 'INFO persistence', /aof_last_bgrewrite_status:err/);
  await expectReply(client, 'GET before', '1');
  rmSync(place.directory);
  await expectReply(client, 'BGREWRITEAOF', /started/);
  await eventually(client, 'INFO persistence', /aof_rewrite_in_progress:0/);
  await expectReply(client, 'INFO persistence', /aof_last_bgrewrite_status:ok/);
  await expectReply(client, 'SET after 1', 'OK');
  await refusesAnother(place);
  await place.kill();
  await place.start();
  const again = await place.connect();
  for (const key of ['before', 'meanwhile', 'after']) await expectReply(again, `GET ${key}`, '1');
}

async function clockForward(place: Place): Promise<void> {
  await place.start();
  const client = await place.connect();
  await expectReply(client, 'SET soon 1 EX 1800', 'OK');
  await expectReply(client, 'SET late 1 EX 7200', 'OK');
  await expectReply(client, 'SET ever 1', 'OK');
  await place.inject({ clockMs: HOUR_MS });
  await eventually(client, 'DBSIZE', 2); // nobody asks for `soon`: the active cycle finds it
  await expectReply(client, 'TTL late', 3600);
  await stillWorks(place);
}

async function clockBack(place: Place): Promise<void> {
  await place.start({ clockMs: HOUR_MS });
  const client = await place.connect();
  await expectReply(client, 'SET long 1 EX 1800', 'OK');
  await place.inject({ clockMs: 0 });
  await eventually(client, 'TTL long', /^5(399|400)$/); // a deadline is a moment, as with Redis
  await stillWorks(place);
}

/** Keys die, the log is synced, a rewrite ends: everything that goes by the clock goes on by the new one. */
async function stillWorks(place: Place): Promise<void> {
  const client = await place.connect();
  const before = Number(await ask(client, 'DBSIZE'));
  await expectReply(client, 'SET mortal 1 PX 50', 'OK');
  await eventually(client, 'DBSIZE', before);
  await place.inject({ ...place.faults, syncsHang: true });
  await expectReply(client, 'SET last 1', 'OK');
  await eventually(client, 'INFO persistence', /aof_pending_bio_fsync:1/); // within a second, by any clock
  await place.inject({ ...place.faults, syncsHang: false });
  await eventually(client, 'INFO persistence', /aof_pending_bio_fsync:0/);
  await expectReply(client, 'BGREWRITEAOF', /started/);
  await eventually(client, 'INFO persistence', /aof_rewrite_in_progress:0/);
  await expectReply(client, 'INFO persistence', /aof_last_bgrewrite_status:ok/);
  await expectReply(client, 'SET last 2', 'OK');
  await place.kill();
  await place.start(place.faults);
  await expectReply(await place.connect(), 'GET last', '2');
}

async function secondServer(place: Place): Promise<void> {
  await place.start();
  const client = await place.connect();
  await expectReply(client, 'SET a 1', 'OK');
  await refusesAnother(place);
  await expectReply(client, 'INCR a', 2);
  await place.kill();
  await place.start();
  await expectReply(await place.connect(), 'GET a', '2');
}

async function refusesAnother(place: Place): Promise<void> {
  const second = await place.startAnother().catch((error: Error) => error.message);
  if (/in use by another server/.test(second) && /exit code 1/.test(second)) return;
  throw new BrokenPromise(`a second server on the directory said: ${second}`);
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'full',
    promise:
      'A full disk: writes are refused in Redis’s words, reads go on; once there is room nothing is missing',
    flags: EVERYSEC,
    run: refusing('ENOSPC', 'No space left on device'),
  },
  {
    name: 'read-only',
    promise: 'A disk that becomes read-only: the same, and it recovers by itself',
    flags: EVERYSEC,
    run: refusing('EROFS', 'Read-only file system'),
  },
  {
    name: 'read-only-start',
    promise: 'A start on a read-only disk is refused in one sentence, exit code 1',
    flags: EVERYSEC,
    run: refusedStart,
  },
  {
    name: 'slow-everysec',
    promise: 'A disk whose sync does not end: under everysec nobody waits for it',
    flags: EVERYSEC,
    run: slowEverysec,
  },
  {
    name: 'slow-always',
    promise: 'Under always no reply leaves before its sync has ended',
    flags: ALWAYS,
    run: slowAlways,
  },
  {
    name: 'vanished',
    promise:
      'A directory that vanishes: the server goes on, says so, and the next rewrite makes it again, with a whole log',
    flags: EVERYSEC,
    run: vanished,
  },
  {
    name: 'clock-forward',
    promise: 'A clock that steps forward: what is dead by the new time goes, all else goes on',
    flags: EVERYSEC,
    run: clockForward,
  },
  {
    name: 'clock-back',
    promise: 'A clock that steps back: deadlines stay moments; expiry, syncs and rewrites go on',
    flags: EVERYSEC,
    run: clockBack,
  },
  {
    name: 'second-server',
    promise: 'A second server on the directory is refused, and the first one loses nothing by it',
    flags: EVERYSEC,
    run: secondServer,
  },
];
