import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freePort, isFree } from '../ports.mjs';
import { findStage, stages } from '../stages.mjs';
import { folderWith } from './folder.mjs';

const run = fileURLToPath(new URL('../run.mjs', import.meta.url));

/**
 * Holds a port for the length of a test: below those that systems give to whoever asks for any, since a test beside this one
 * may be given the next.
 * @returns {Promise<number>}
 */
async function takenPort() {
  const port = 10_000 + Math.floor(Math.random() * 20_000);
  const server = createServer().listen(port, '127.0.0.1');
  const isOurs = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  if (!isOurs) return takenPort();
  onTestFinished(() => void server.close());
  return port;
}

/**
 * Runs a task to its end, or until it has printed something, and resolves to all that it printed.
 * @param {string[]} args
 */
function task(args) {
  const child = spawn(process.execPath, [run, ...args], { env: { ...process.env, NO_COLOR: '1' } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (data) => (text += data));
  const ended = once(child, 'close').then(([code]) => ({ code, text }));
  const until = async (/** @type {RegExp} */ pattern) => {
    while (!pattern.test(text)) {
      if (child.exitCode !== null) throw new Error(`ended without ${pattern}:\n${text}`);
      await Promise.race([once(child.stdout, 'data'), ended]);
    }
    return text;
  };
  return { child, ended, until };
}

/**
 * Says one command, whose reply comes in one piece.
 * @param {number} port
 * @param {string} line
 * @returns {Promise<string>} the raw reply
 */
async function say(port, line) {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  socket.write(`${line}\r\n`);
  const [reply] = await once(socket, 'data');
  socket.destroy();
  return reply;
}

/**
 * The server alone, with its keys in a folder of the test's.
 * @param {string} folder
 * @param {number} [wanted] one that is taken will do: the next free port is its
 */
async function startServer(folder, wanted) {
  const port = String(wanted ?? (await takenPort()));
  const { child, ended, until } = task(['start', '--no-docs', '--dir', folder, '--port', port]);
  const text = await until(/Ctrl-C/);
  return { child, ended, text, port: Number(/redis-cli -p (\d+)/.exec(text)?.[1]) };
}

test('a taken port is passed over', async () => {
  const port = await takenPort();
  expect(await isFree(port, '127.0.0.1')).toBe(false);
  expect(await freePort(port, '127.0.0.1')).toBeGreaterThan(port);
});

describe('npm start', () => {
  test.skipIf(process.platform === 'win32')(
    'serves on the next free port, says so, and ends with exit code 0, its server with it',
    async () => {
      const port = await takenPort();
      const { child, ended, text, port: actual } = await startServer(folderWith({}), port);
      expect(text).toContain(`Port ${port} is taken`);
      expect(await say(actual, 'PING')).toBe('+PONG\r\n');
      child.kill('SIGINT');
      expect((await ended).code).toBe(0);
      expect(await isFree(actual, '127.0.0.1')).toBe(true);
    },
  );

  test.skipIf(process.platform === 'win32')(
    'keeps the keys in the folder that it names: SIGTERM, kill -9, and they are there again',
    async () => {
      const folder = join(folderWith({}), 'made by it');
      const first = await startServer(folder);
      expect(first.text).toContain(`Its keys are kept in ${folder}:`);
      expect(await say(first.port, 'SET greeting hello')).toBe('+OK\r\n');
      expect(await say(first.port, 'ZADD race 292 ada')).toBe(':1\r\n');
      first.child.kill('SIGTERM');
      expect((await first.ended).code).toBe(0);

      const second = await startServer(folder);
      expect(await say(second.port, 'GET greeting')).toBe('$5\r\nhello\r\n');
      expect(await say(second.port, 'CONFIG SET appendfsync always')).toBe('+OK\r\n');
      expect(await say(second.port, 'ZINCRBY race 8 ada')).toBe('$3\r\n300\r\n');
      expect(await say(second.port, 'SET last word EX 1000')).toBe('+OK\r\n');
      const info = await say(second.port, 'INFO server');
      process.kill(Number(/process_id:(\d+)/.exec(info)?.[1]), 'SIGKILL');
      expect(await second.ended).toMatchObject({
        code: 1,
        text: expect.stringContaining('has ended'),
      });

      const third = await startServer(folder);
      expect(await say(third.port, 'MGET greeting last')).toBe(
        '*2\r\n$5\r\nhello\r\n$4\r\nword\r\n',
      );
      expect(await say(third.port, 'ZSCORE race ada')).toBe('$3\r\n300\r\n');
      third.child.kill('SIGTERM');
      expect((await third.ended).code).toBe(0);
    },
  );

  test('--help says what there is; a flag that does not exist or a port that is none is refused with it', async () => {
    expect(await task(['start', '--help']).ended).toMatchObject({
      code: 0,
      text: expect.stringContaining('--docs-port'),
    });
    for (const wrong of [['--nodocs'], ['--port', 'http'], ['--port', '70000']]) {
      expect(await task(['start', ...wrong]).ended).toMatchObject({
        code: 1,
        text: expect.stringContaining('--docs-port'),
      });
    }
  });
});

describe('the name of a stage', () => {
  const some = stages(fileURLToPath(new URL('../..', import.meta.url)));

  test.each(['4', '04', 'kv', '04-kv', 'KV', 'steps/04-kv'])('%s will do', (word) => {
    expect(findStage(word, some).name).toBe('04-kv');
  });

  test.each(['9', '', 'k', undefined])('%s is answered with the right ones', (word) => {
    expect(() => findStage(word, some)).toThrow(
      /There are:\n {2}01 {2}socket\n {2}02 {2}protocol\n/,
    );
  });

  test('flags that npm kept for itself are missed', async () => {
    const { code, text } = await task(['step', '04', '7004']).ended;
    expect(code).toBe(1);
    expect(text).toContain('npm run step 04 -- --port 7004');
  });
});
