// Who comes in, and who does not.

import type { Chapter } from '../chapter.ts';
import { stage } from '../named.ts';

export const strangers: Chapter = {
  title: 'Nobody gets in who should not',
  promises: [
    {
      promise:
        'Without a password, clients from other machines are refused, and told what to do about it.',
      tests: [
        stage(
          '04-kv/test/acl/access-control',
          'without a password strangers from elsewhere are turned away with a word on what to do',
        ),
      ],
    },
    {
      promise:
        'Users may do what their rules allow and nothing else. ioredis, node-redis and redis-cli see the answers that Redis would give.',
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
      promise: 'Before AUTH, requests have to be small, so that strangers cannot fill the memory.',
      tests: [stage('04-kv/test/engine/client', 'keeps the requests of strangers small')],
    },
    {
      promise:
        'Over TLS, the same clients work in the same way. Plain text is refused there, and disturbs nobody else.',
      tests: [
        stage(
          '03-event-loop/test/tls',
          'plain text is no handshake, and the next client is served',
        ),
        stage('04-kv/test/clients/tls', 'redis-cli --tls'),
      ],
    },
  ],
};
