// Disks and clocks that fail.

import type { Chapter } from '../chapter.ts';
import { played, scenario, stage, stress } from '../named.ts';

export const faults: Chapter = {
  title: 'When disks and clocks fail, the server does not lie',
  promises: [
    {
      promise:
        'On a full disk, writes are refused in Redis’s words and reads go on. Once there is room again, nothing that was acknowledged is missing.',
      tests: [
        scenario('full'),
        stage('06-aof/test/server', '%s: each command is answered as redis-server answers it'),
      ],
      measured: played('full'),
    },
    {
      promise:
        'The same holds for a disk that becomes read-only. A start on such a disk is refused, with a sentence that says why.',
      tests: [scenario('read-only'), scenario('read-only-start')],
      measured: played('read-only', 'read-only-start'),
    },
    {
      promise:
        'With `everysec`, a slow disk holds nobody up: a write is put off for it, for two seconds at most. With `always`, no reply leaves before its sync has ended.',
      tests: [scenario('slow-everysec'), scenario('slow-always')],
      measured: played('slow-everysec', 'slow-always'),
    },
    {
      promise:
        'When the log’s directory vanishes, the server goes on. The next rewrite makes the directory again, with a whole log in it, and locks it.',
      tests: [
        scenario('vanished'),
        stage('06-aof/test/rewrite', 'makes a directory that has gone again, and holds it'),
      ],
      measured: played('vanished'),
    },
    {
      promise:
        'When the wall clock steps back or forward, deadlines move as they do in Redis, and nothing stops.',
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
        'A damaged log is loaded, or refused with a sentence that says why. `check-aof` tells beforehand which of the two, and `--fix` keeps what the server would keep.',
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
};
