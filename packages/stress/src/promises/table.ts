// What this server promises, and where each promise is tried: the one list that docs/promises.md is made from.

import type { Figures } from './figures.ts';

/** A test by the file that holds it and the words that stand there in quotes: its name, or a wire case's id. */
export interface NamedTest {
  readonly file: string;
  readonly name: string;
}

export interface Promised {
  /** For people: one sentence. */
  readonly promise: string;
  readonly tests: readonly NamedTest[];
  /** The long run that tries it (results/<run>.json), and what of its figures is told. */
  readonly measured?: {
    readonly run: string;
    readonly tell: (figures: Figures) => string;
  };
}

export interface Chapter {
  readonly title: string;
  readonly promises: readonly Promised[];
}

const test = (file: string, name: string): NamedTest => ({ file, name });
const stress = (file: string, name: string) => test(`packages/stress/test/${file}.test.ts`, name);
const stage = (file: string, name: string) => test(`steps/${file}.test.ts`, name);
const wire = (file: string, id: string) => test(`steps/${file}.ts`, id);
/** Faults that the fuzz test must find. */
const planted = (name: string) => test('packages/stress/test/planted.ts', name);
const scenario = (name: string) => test('packages/stress/src/faults/scenarios.ts', name);

/** How many rounds of each went well. */
const played = (...names: string[]) => ({
  run: 'faults',
  tell: (f: Figures) =>
    `${names.map((name) => f.count(name)).join(' and ')} of ${f.count('rounds')} rounds kept`,
});

const crashed = (run: string) => ({
  run,
  tell: (f: Figures) =>
    `${f.count('rounds')} rounds, ${f.count('acknowledged')} writes acknowledged, ${f.count('lost')} lost, ${f.count('rewrites')} rewrites begun`,
});

export const chapters: readonly Chapter[] = [
  {
    title: 'What was acknowledged is there',
    promises: [
      {
        promise:
          'With `appendfsync always`, `kill -9` at any moment loses nothing that was acknowledged, rewrites going on or not.',
        tests: [
          stage('07-sorted-set/test/crash', 'nothing that was acknowledged is lost'),
          stage(
            '06-aof/test/crash-anywhere',
            'leaves what was acknowledged, and no half of anything',
          ),
        ],
        measured: crashed('crash-kill-always'),
      },
      {
        promise: 'Nor does a power cut, which takes what was never forced to the disk.',
        tests: [stage('06-aof/test/crash', 'nothing that was acknowledged is lost')],
        measured: crashed('crash-power-cut-always'),
      },
      {
        promise:
          'With `appendfsync everysec` a power cut loses at most the last two seconds, and what is left is a state that once was.',
        tests: [stage('07-sorted-set/test/crash', 'at most the last two seconds are')],
        measured: {
          run: 'crash-power-cut-everysec',
          tell: (f) =>
            `${f.count('rounds')} rounds, ${f.count('lost')} of ${f.count('acknowledged')} writes lost, the oldest ${f.count('oldestLostMs')} ms before the cut`,
        },
      },
      {
        promise: 'SIGTERM under load is a clean end: exit code 0, and nothing is lost.',
        tests: [
          stress(
            'crash',
            'SIGTERM under load: a clean end, and nothing is lost, not even by a power cut',
          ),
          stage('06-aof/test/server', 'SIGTERM: what was answered is on the disk, the exit code 0'),
        ],
        measured: crashed('crash-terminate-everysec'),
      },
      {
        promise: 'A rewritten log says what is in memory, whatever is done while it is written.',
        tests: [
          stage(
            '07-sorted-set/test/rewrite',
            'whatever is done to sorted sets meanwhile, base and increment are what the server holds',
          ),
          planted('a change that the log does not hear of'),
        ],
      },
      {
        promise: 'redis-server goes on with this server’s log, and this server with its.',
        tests: [stage('07-sorted-set/test/cross-server', 'relay %i')],
      },
    ],
  },
  {
    title: 'Disks and clocks fail, the server does not lie',
    promises: [
      {
        promise:
          'On a full disk writes are refused in Redis’s words and reads go on; once there is room nothing that was acknowledged is missing.',
        tests: [
          scenario('full'),
          stage(
            '06-aof/test/server',
            'everysec: each command is answered as redis-server answers it',
          ),
        ],
        measured: played('full'),
      },
      {
        promise:
          'The same on a disk that becomes read-only; a start on one is refused in a sentence.',
        tests: [scenario('read-only'), scenario('read-only-start')],
        measured: played('read-only', 'read-only-start'),
      },
      {
        promise:
          'With `everysec` nobody waits for a slow disk; with `always` no reply leaves before its sync has ended.',
        tests: [scenario('slow-everysec'), scenario('slow-always')],
        measured: played('slow-everysec', 'slow-always'),
      },
      {
        promise:
          'When the directory vanishes the server goes on; the next rewrite makes it again, with a whole log, and holds it.',
        tests: [
          scenario('vanished'),
          stage('06-aof/test/rewrite', 'makes a directory that has gone again, and holds it'),
        ],
        measured: played('vanished'),
      },
      {
        promise:
          'A wall clock that steps back or forward moves deadlines as Redis’s do, and stops nothing.',
        tests: [
          scenario('clock-forward'),
          scenario('clock-back'),
          stage(
            '06-aof/test/append-log',
            'everysec: a clock that is set back does not stop the syncs',
          ),
        ],
        measured: played('clock-forward', 'clock-back'),
      },
      {
        promise: 'Two servers never write to one directory.',
        tests: [
          scenario('second-server'),
          stage(
            '06-aof/test/server',
            'a second server on the directory is refused, a second one after kill -9 is not',
          ),
        ],
        measured: played('second-server'),
      },
      {
        promise:
          'A damaged log is loaded or refused in a sentence; `check-aof` says beforehand which, and `--fix` leaves what the server would keep.',
        tests: [
          stress(
            'fuzz',
            'any input is answered, refused in a sentence, and judged alike by redis-server',
          ),
        ],
        measured: {
          run: 'fuzz',
          tell: (f) => `${f.count('logs')} damaged logs, ${f.count('finds')} finds`,
        },
      },
    ],
  },
  {
    title: 'Any input is answered or refused, as Redis would',
    promises: [
      {
        promise:
          'No bytes and no arguments end the server, hang it, or bring about a reply that is none; the log always says what is in memory.',
        tests: [
          stress(
            'fuzz',
            'any input is answered, refused in a sentence, and judged alike by redis-server',
          ),
          stress('fuzz', 'what was found once stays mended'),
        ],
        measured: {
          run: 'fuzz',
          tell: (f) =>
            `${f.count('commands')} commands and ${f.count('bytes')} byte inputs in ${f.minutes('seconds')}, ${f.count('finds')} finds`,
        },
      },
      {
        promise: 'Replies are redis-server 7.0’s, byte for byte.',
        tests: [
          stage('07-sorted-set/test/differential', 'sorted sets among strings and keys'),
          planted('a reply that differs from redis-server’s'),
        ],
        measured: { run: 'fuzz', tell: (f) => `${f.count('compared')} replies compared` },
      },
      {
        promise: 'However a request is cut into packets, it is the same request.',
        tests: [
          stage(
            '02-protocol/test/core/request-parser',
            'is found whole, byte by byte and at any cut',
          ),
        ],
      },
      {
        promise: 'A client that speaks HTTP is cut off, and what it asks is not run.',
        tests: [wire('04-kv/spec/bounds', 'http')],
      },
      {
        promise: 'Keys that were chosen to collide do not: the hash is keyed anew in each process.',
        tests: [
          stage(
            '04-kv/test/table/chosen-keys',
            'with one they fall into many chains, whatever the seed',
          ),
          stage(
            '04-kv/test/table/chosen-keys',
            'without a key to the hash, each insert walks past all before it',
          ),
        ],
      },
    ],
  },
  {
    title: 'No client takes more than its share',
    promises: [
      {
        promise:
          'Thousands of connections are held, and hostile ones among them (who never read, who reset in the middle of a reply, who say nothing) take nobody else’s answers.',
        tests: [
          stress('load', 'a crowd and hostile clients: every reply right, descriptors back'),
          stage(
            '03-event-loop/test/conversation',
            'one who never stops sending does not keep the next one waiting',
          ),
        ],
        measured: {
          run: 'load',
          tell: (f) =>
            `${f.count('connections')} held; ${f.count('active')} active alone ${f.count('alonePerSecond')} commands/s; beside ${f.count('pipelining')} that pipeline and ${f.count('hostile')} hostile ones ${f.count('besidePerSecond')}, p99 ${f.plain('besideP99Ms')} ms, the pipelining ones ${f.count('pipeliningPerSecond')}`,
        },
      },
      {
        promise: 'Memory stays within a bound that follows from who is connected.',
        tests: [
          stage(
            '03-event-loop/test/turns',
            'a client that does not read stops being read, and holds bounded memory',
          ),
          stage(
            '04-kv/test/admin/bounds',
            '1,000 clients that send a byte at a time cost little more than those bytes',
          ),
          stage('02-protocol/test/core/input-buffer', 'an idle connection holds one kilobyte'),
        ],
        measured: {
          run: 'load',
          tell: (f) =>
            `${f.mib('rssBeforeBytes')} before, ${f.mib('rssPeakBytes')} with all of them there`,
        },
      },
      {
        promise: 'Every descriptor comes back.',
        tests: [
          stress('load', 'descriptors that stay open'),
          stage(
            '03-event-loop/test/endings',
            'a transport that is closed has closed every session and every descriptor',
          ),
        ],
        measured: {
          run: 'load',
          tell: (f) =>
            `${f.count('descriptorsBefore')} before, ${f.count('descriptorsPeak')} with all, ${f.count('descriptorsAfter')} after`,
        },
      },
      {
        promise:
          'One client too many is told so and closed; out of descriptors, those who are there are served.',
        tests: [
          wire('04-kv/spec/bounds', 'maxclients'),
          stage(
            '03-event-loop/test/server',
            'out of descriptors it serves those who are there, does not spin, and takes new ones when it can',
          ),
        ],
      },
      {
        promise: 'Who sends or leaves unread more than the limits allow is cut off.',
        tests: [
          wire('04-kv/spec/bounds', 'long-request'),
          wire('04-kv/spec/bounds', 'long-reply'),
          stage(
            '04-kv/test/admin/bounds',
            'soft: cut off when it has lasted, though nothing is asked any more',
          ),
        ],
      },
      {
        promise: 'Idle clients go after `timeout`.',
        tests: [
          stage('05-expiry/test/idle-clients', 'stay for as long as the timeout, and then go'),
        ],
      },
    ],
  },
  {
    title: 'Nobody comes in who does not belong',
    promises: [
      {
        promise:
          'Without a password, strangers from other machines are turned away with a word on what to do.',
        tests: [
          stage(
            '04-kv/test/acl/access-control',
            'without a password strangers from elsewhere are turned away with a word on what to do',
          ),
        ],
      },
      {
        promise:
          'Users may do what their rules say and nothing else; ioredis, node-redis and redis-cli see what Redis would tell them.',
        tests: [
          stage(
            '04-kv/test/clients/refused',
            'a user with limits: what is permitted works, the rest is denied by name',
          ),
          stage(
            '04-kv/test/acl/command-rules',
            'each rule does what it says to what was permitted before',
          ),
        ],
      },
      {
        promise: 'Before AUTH a request is kept so small that it cannot fill the memory.',
        tests: [stage('04-kv/test/engine/client', 'keeps the requests of strangers small')],
      },
      {
        promise: 'Over TLS the same clients work in the same way, and plain text is no handshake.',
        tests: [
          stage(
            '03-event-loop/test/tls',
            'plain text is no handshake, and the next client is served',
          ),
          stage('04-kv/test/clients/tls', 'redis-cli --tls'),
        ],
      },
    ],
  },
  {
    title: 'It can go on for ever',
    promises: [
      {
        promise: 'Every answer is right, hour after hour, and after a restart.',
        tests: [stress('soak', 'mixed commands: no wrong answer, then and after a restart')],
        measured: {
          run: 'soak',
          tell: (f) =>
            `${f.count('commands')} commands in ${f.minutes('seconds')}, ${f.count('visits')} connections, 0 wrong answers; ${f.count('restartedWith')} replies after a restart`,
        },
      },
      {
        promise: 'Heap, memory and descriptors stay flat.',
        tests: [
          stress('soak', 'memory that is kept'),
          stress('soak', 'the slope of a line is found through noise'),
        ],
        measured: {
          run: 'soak',
          tell: (f) =>
            `heap ${f.plain('heapMeanMib')} MiB, ${f.signed('heapKibPerMinute')} KiB a minute; memory ${f.plain('rssMeanMib')} MiB, ${f.signed('rssKibPerMinute')} KiB a minute; descriptors ${f.signed('descriptorsPerMinute')} a minute`,
        },
      },
    ],
  },
];
