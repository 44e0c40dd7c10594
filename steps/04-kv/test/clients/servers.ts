// The servers on which the client libraries are tried: this stage, and redis-server, which proves the tests.

import { type RunningServer, startRedis, startStage } from '@byor/spec';
import { requireTool } from '@byor/spec/vitest';

interface Served {
  readonly name: string;
  readonly missing: boolean;
  start(flags?: readonly string[]): Promise<RunningServer>;
}

export const servers: readonly [stage: Served, redis: Served] = [
  { name: 'stage 04', missing: false, start: (flags) => startStage('04', flags) },
  {
    name: 'redis-server',
    missing: requireTool('redis-server').missing,
    start: (flags) => startRedis(flags),
  },
];

export const bothProtocols = servers.flatMap((server) =>
  ([2, 3] as const).map((protocol) => ({ ...server, protocol })),
);

export const PASSWORD = 'correct horse battery staple';
