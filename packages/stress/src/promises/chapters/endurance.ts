// What hours of work may change: nothing.

import type { Chapter } from '../chapter.ts';
import { stress } from '../named.ts';

export const endurance: Chapter = {
  title: 'It can run for ever',
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
      promise: 'Heap, memory and the number of descriptors stay flat.',
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
};
