// ioredis, node-redis and redis-cli, each told to try once, and what it tells of how that went: the same story on every server
// that behaves alike.

import { spawn } from 'node:child_process';
import type { RunningServer } from '@byor/spec';
import { requireTool } from '@byor/spec/vitest';
import { Redis, type RedisOptions } from 'ioredis';
import { createClient } from 'redis';

const cli = requireTool('redis-cli');

/** What a program did, told in lines that do not depend on the server, nor on chance: see `plain`. */
export type Story = string[];

/** Who is cut off while sending may see a reset or an end: that is for the kernel to say. */
export function plain(story: Story): Story {
  return story
    .filter((line) => !/^event .*(ECONNRESET|EPIPE)/.test(line))
    .map((line) => line.replace('Connection reset by peer', 'Server closed the connection'));
}

/** A library, told to try once: connect, maybe as somebody, and run commands one after the other. */
export interface Program {
  readonly name: string;
  tell(server: RunningServer, commands: readonly string[][], user?: string): Promise<Story>;
}

const outcome = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    (value) => (String(value).length > 100 ? `${String(value).length} bytes` : String(value)),
    (error: Error) => `${error.name}: ${error.message}`,
  );

const ioredis: Program = {
  name: 'ioredis',
  async tell({ host, port }, commands, user) {
    const who: Omit<RedisOptions, 'replyMapping'> =
      user === undefined ? {} : { username: user, password: 'pw' };
    const once = { maxRetriesPerRequest: 0, retryStrategy: () => null, lazyConnect: true };
    const client = new Redis({ ...once, ...who, protocol: 2, host, port });
    const story: Story = [];
    client.on('error', (error: Error) => story.push(`event ${error.message}`));
    const connected = await outcome(client.connect());
    story.push(`connect ${connected}`);
    for (const [name = '', ...args] of commands) {
      story.push(`${name} ${await outcome(client.call(name, ...args))}`);
    }
    client.disconnect();
    return story;
  },
};

const nodeRedis: Program = {
  name: 'node-redis',
  async tell({ host, port }, commands, user) {
    const who = user === undefined ? {} : { username: user, password: 'pw' };
    const socket = { host, port, reconnectStrategy: false } as const;
    const client = createClient({ socket, ...who });
    const story: Story = [];
    client.on('error', (error: Error) => story.push(`event ${error.message}`));
    story.push(`connect ${(await outcome(client.connect())).replace(/^\[object Object\]$/, 'OK')}`);
    for (const command of commands) {
      story.push(`${command[0]} ${await outcome(client.sendCommand(command))}`);
    }
    if (client.isOpen) client.destroy();
    return story;
  },
};

const redisCli: Program = {
  name: 'redis-cli',
  async tell({ host, port }, commands, user) {
    const who = user === undefined ? [] : ['--user', user, '--pass', 'pw', '--no-auth-warning'];
    const child = spawn(cli.path ?? '', ['-h', host, '-p', String(port), ...who]);
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(commands.map((command) => `${command.join(' ')}\n`).join(''));
    const code = await new Promise((resolve) => child.on('close', resolve));
    return [...output.replaceAll(`${host}:${port}`, 'address').split('\n'), `exit ${code}`];
  },
};

/** Those that are installed. */
export const programs: readonly Program[] = [
  ioredis,
  nodeRedis,
  ...(cli.missing ? [] : [redisCli]),
];
