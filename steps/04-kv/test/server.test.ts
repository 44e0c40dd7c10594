// The program as a user meets it: its flags, and what the engine does over real sockets.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Client, TRANSPORTS, whyNot } from '@byor/03-event-loop';
import { LAUNCH } from '@byor/launch';
import { type RunningServer, startCommand, startStage } from '@byor/spec';
import { afterEach, describe, expect, test } from 'vitest';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function serve(...flags: string[]): Promise<RunningServer> {
  const server = await startStage('04', flags);
  cleanups.push(() => server.stop());
  return server;
}

async function connect({ host, port }: RunningServer, more: object = {}): Promise<Client> {
  const client = await Client.connect({ host, port, ...more });
  cleanups.push(() => client.close());
  return client;
}

/** Runs main.ts to its end. */
function run(...flags: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const child = spawn(process.execPath, [LAUNCH, main, ...flags]);
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...said })));
}

describe('flags', () => {
  test('every parameter is one, and CONFIG GET answers what it said', async () => {
    const server = await serve('--databases', '3', '--slowlog-max-len', '5', '--maxclients', '50');
    const client = await connect(server);
    await expect(client.call('SELECT', 3)).rejects.toThrow('ERR DB index is out of range');
    expect(await client.call('SELECT', 2)).toBe('OK');
    expect(await client.call('CONFIG', 'GET', 'slowlog-max-len')).toEqual(['slowlog-max-len', '5']);
    expect(await client.call('CONFIG', 'GET', 'maxclients')).toEqual(['maxclients', '50']);
  });

  test('--user makes users, --requirepass closes the door to all others', async () => {
    const users = ['--user', 'alice on >pw ~a:* +@read', '--user', 'bob off'];
    const client = await connect(await serve('--requirepass', 'sesame', ...users));
    await expect(client.call('PING')).rejects.toThrow('NOAUTH');
    expect(await client.call('AUTH', 'sesame')).toBe('OK');
    expect(await client.call('ACL', 'USERS')).toEqual(['alice', 'bob', 'default']);
    expect(await client.call('AUTH', 'alice', 'pw')).toBe('OK');
    expect(await client.call('GET', 'a:1')).toBeNull();
    await expect(client.call('SET', 'a:1', 'v')).rejects.toThrow('NOPERM');
  });

  test('--port 0: CONFIG and INFO know the port that was found', async () => {
    const server = await serve();
    const client = await connect(server);
    expect(await client.call('CONFIG', 'GET', 'port')).toEqual(['port', String(server.port)]);
    expect(await client.call('INFO', 'server')).toContain(`\r\ntcp_port:${server.port}\r\n`);
  });

  test('--help lists them, and says which have no effect', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    for (const flag of ['--port', '--bind', '--transport', '--requirepass', '--maxclients']) {
      expect(out).toMatch(new RegExp(`^  ${flag} <`, 'm'));
    }
    expect(out).toMatch(/--hz <value>\s+accepted, without effect here/);
  });

  test('a wrong one: a clear line, exit code 1', async () => {
    const wrong: [flags: string[], line: RegExp][] = [
      [['--nosuch', '1'], /unknown option '--nosuch'/],
      [['--maxclients', '0'], /^--maxclients 0: argument must be between 1 and 4294967295 incl/],
      [['--databases', 'many'], /^--databases many: argument couldn't be parsed into an integer$/m],
      [['--appendonly', 'yes'], /^--appendonly yes: there is no append-only file yet$/m],
      [
        ['--user', 'alice +foo'],
        /^--user 'alice \+foo': Error in ACL SETUSER modifier '\+foo': Unknown/,
      ],
      [['--client-output-buffer-limit', 'normal 1'], /Wrong number of arguments in buffer limit/],
      [['--port', '70000'], /port/i],
      [['--transport', 'pigeon'], /pigeon/],
    ];
    const ends = await Promise.all(wrong.map(([flags]) => run(...flags)));
    ends.forEach(({ code, out, err }, n) => {
      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(wrong[n]?.[1] ?? /never/);
      expect(err.trim().split('\n').length).toBeLessThanOrEqual(2);
    });
  });
});

describe.skipIf(whyNot('poll') !== undefined)('when open files are few', () => {
  /** `ulimit -n`, then the server. */
  async function starve(openFiles: number): Promise<RunningServer> {
    const folder = fileURLToPath(new URL('..', import.meta.url));
    const main = `${process.execPath} ${LAUNCH} ${folder}src/main.ts --port 0`;
    const server = await startCommand(`sh -c "ulimit -n ${openFiles}; exec ${main}"`);
    cleanups.push(() => server.stop());
    return server;
  }

  test('maxclients is what they allow, and the next client is refused in Redis’s words', async () => {
    const server = await starve(80);
    expect(server.output()).toMatch(/^maxclients is 16, not 10000: .*ulimit -n/m);
    const clients = await Promise.all(Array.from({ length: 16 }, () => connect(server)));
    expect(await Promise.all(clients.map((client) => client.call('PING')))).toHaveLength(16);
    expect(await clients[0]?.call('CONFIG', 'GET', 'maxclients')).toEqual(['maxclients', '16']);
    const heard: unknown[] = [];
    const late = await connect(server, { onReply: (reply: object) => heard.push(reply) });
    await late.closed;
    expect(heard).toEqual([{ type: 'error', text: 'ERR max number of clients reached' }]);
  });

  test('so few that not even the server fits: it says what to do', async () => {
    await expect(starve(60)).rejects.toThrow(/too few open files.*ulimit -n/);
  });
});

describe.each(TRANSPORTS.filter((name) => whyNot(name) === undefined))('over %s', (transport) => {
  const open = (...flags: string[]) => serve('--transport', transport, ...flags);

  test('beyond maxclients the next one is told so and closed', async () => {
    const server = await open('--maxclients', '2');
    const first = await connect(server);
    const second = await connect(server);
    await Promise.all([first.call('PING'), second.call('PING')]);
    const heard: unknown[] = [];
    const third = await connect(server, { onReply: (reply: object) => heard.push(reply) });
    await third.closed;
    expect(heard).toEqual([{ type: 'error', text: 'ERR max number of clients reached' }]);
    await second.end();
    const info = () => first.call('INFO', 'clients', 'stats');
    while (!String(await info()).includes('connected_clients:1\r\n')); // until it is seen to be gone
    expect(await info()).toContain('\r\nrejected_connections:1\r\n');
    expect(await (await connect(server)).call('PING')).toBe('PONG');
  });

  test('what one client does, others see: MONITOR, CLIENT KILL, SHUTDOWN', async () => {
    const server = await open();
    const worker = await connect(server);
    await showsToMonitors(server, worker);
    const other = await connect(server);
    expect(await other.call('PING')).toBe('PONG');
    const id = Number(await worker.call('CLIENT', 'ID'));
    expect(await other.call('CLIENT', 'KILL', 'ID', id)).toBe(1);
    await worker.closed;
    const last = await connect(server);
    expect(await last.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'no')).toBe(3);
    await Promise.all([last.closed, other.closed]);
    const [one, two] = [await connect(server), await connect(server)];
    await expect(one.call('SHUTDOWN', 'NOSAVE')).rejects.toThrow(/connection closed/);
    await two.closed;
    expect(await server.ended(5_000)).toBe(true);
    expect(await server.stop()).toBe(0);
    expect(server.output().trim().split('\n')).toHaveLength(1); // the ready line and nothing else
  });
});

/** A line comes at once, to a client that asks for nothing. */
async function showsToMonitors(server: RunningServer, worker: Client): Promise<void> {
  let heard: (text: unknown) => void = () => {};
  const line = new Promise((resolve) => {
    heard = resolve;
  });
  const onPush = (reply: { text: string }) => heard(reply.text);
  const monitor = await connect(server, { onPush });
  await monitor.call('MONITOR');
  await worker.call('SET', 'k', 'v');
  expect(await line).toMatch(/^\d+\.\d{6} \[0 127\.0\.0\.1:\d+\] "SET" "k" "v"$/);
}
