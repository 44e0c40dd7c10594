// What one client may take of the others.

import type { Chapter } from '../chapter.ts';
import { stage, stress, wire } from '../named.ts';

export const share: Chapter = {
  title: 'No client takes more than its share',
  promises: [
    {
      promise:
        'The server holds thousands of connections. Hostile ones among them (which never read, reset in the middle of a reply, or say nothing) cost the others none of their answers. Those that pipeline ask far more, and share the processor with the rest.',
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
      promise: 'Memory stays within a bound that depends on the number of connections.',
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
      promise:
        'What `maxmemory` counts is what the process holds, within a tenth, whatever the keys hold, and while they are evicted.',
      tests: [
        stress('memory', 'is what the process holds, also while keys are evicted'),
        stress('memory', 'is found out when more is held'),
        stage('07-sorted-set/test/sorted-set/memory', 'is what a set of %i weighs'),
      ],
      measured: {
        run: 'memory',
        tell: (f) =>
          `${f.count('shapes')} kinds of data, ${f.count('leastMib')} to ${f.count('mostMib')} MiB, ${f.count('weighings')} times weighed: ${f.signed('least')} % at the least, ${f.signed('most')} % at the most`,
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
        'A client beyond `maxclients` is told so and disconnected. When descriptors run out, the clients that are connected are still served.',
      tests: [
        wire('04-kv/spec/bounds', 'maxclients'),
        stage(
          '03-event-loop/test/server',
          'out of descriptors it serves those who are there, does not spin, and takes new ones when it can',
        ),
      ],
    },
    {
      promise:
        'A client that sends more than the limits allow, or leaves more unread, is disconnected.',
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
      promise:
        'When memory is full, who would take more is refused or others’ keys are evicted, as the policy says; ioredis, node-redis and redis-cli see what they would see of Redis.',
      tests: [
        stage(
          '05-expiry/test/eviction/refused',
          'noeviction: who would take more is refused, reads and DEL go on',
        ),
        stage('05-expiry/test/eviction/refused', '%s: what was evicted is gone'),
        stage('04-kv/test/clients/refused', 'a reply that is too long to wait for: cut off'),
      ],
    },
    {
      promise: 'Idle clients are disconnected after `timeout`.',
      tests: [stage('05-expiry/test/idle-clients', 'stay for as long as the timeout, and then go')],
    },
  ],
};
