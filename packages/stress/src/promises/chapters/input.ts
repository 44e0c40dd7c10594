// Any input, answered or refused.

import type { Chapter } from '../chapter.ts';
import { planted, stage, stress, wire } from '../named.ts';

export const input: Chapter = {
  title: 'Any input is answered or refused, as Redis would',
  promises: [
    {
      promise:
        'No bytes and no arguments make the server crash, hang, or send something that is not a reply. The log always says what is in memory.',
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
      promise:
        'However the network cuts a request into packets, it is understood as the same request.',
      tests: [
        stage(
          '02-protocol/test/core/request-parser',
          'is found whole, byte by byte and at any cut',
        ),
      ],
    },
    {
      promise: 'A client that speaks HTTP is cut off, and nothing that it sends is run.',
      tests: [wire('04-kv/spec/bounds', 'http')],
    },
    {
      promise:
        'Keys that were chosen to collide in the hash table do not: each process has a hash with a key of its own.',
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
};
