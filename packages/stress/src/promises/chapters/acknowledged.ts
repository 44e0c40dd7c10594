// What was acknowledged is there.

import type { Chapter } from '../chapter.ts';
import { crashed, planted, stage, stress } from '../named.ts';

export const acknowledged: Chapter = {
  title: 'What was acknowledged is there',
  promises: [
    {
      promise:
        'With `appendfsync always`, `kill -9` at any moment loses nothing that was acknowledged, also during a rewrite.',
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
      promise:
        'The same holds while keys are evicted: a key is there with its last acknowledged write, or the log tells of its eviction; what was seen gone stays gone.',
      tests: [
        stress('crash-evict', 'what was acknowledged is there, or its eviction is in the log'),
        stress('crash-evict', 'an eviction that is not logged'),
      ],
      measured: {
        run: 'crash-evict-always',
        tell: (f) =>
          `${f.count('rounds')} rounds, ${f.count('acknowledged')} writes acknowledged, ${f.count('evicted')} keys evicted, ${f.count('lost')} lost, ${f.count('rewrites')} rewrites begun`,
      },
    },
    {
      promise: 'A power cut, which takes everything that was not synced, loses nothing either.',
      tests: [stage('06-aof/test/crash', 'nothing that was acknowledged is lost')],
      measured: crashed('crash-power-cut-always'),
    },
    {
      promise:
        'With `appendfsync everysec`, a power cut or `kill -9` loses at most the last two seconds. What is left is a state that existed at some moment.',
      tests: [stage('07-sorted-set/test/crash', 'at most the last two seconds are lost')],
      measured: {
        run: 'crash-power-cut-everysec',
        tell: (f) =>
          `${f.count('rounds')} rounds, ${f.count('lost')} of ${f.count('acknowledged')} writes lost, the oldest ${f.count('oldestLostMs')} ms before the cut`,
      },
    },
    {
      promise: 'SIGTERM under load ends the server cleanly: exit code 0, and nothing is lost.',
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
      promise: 'A rewritten log gives what is in memory, whatever clients do while it is written.',
      tests: [
        stage(
          '07-sorted-set/test/rewrite',
          'whatever is done to sorted sets meanwhile, base and increment are what the server holds',
        ),
        planted('a change that the log does not hear of'),
      ],
    },
    {
      promise: 'redis-server starts on this server’s log, and this server on redis-server’s.',
      tests: [stage('07-sorted-set/test/cross-server', 'a relay of both servers, seed %i')],
    },
  ],
};
