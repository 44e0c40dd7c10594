import { describe, expect, test } from 'vitest';
import {
  command,
  connectionModels,
  differential,
  genericModels,
  key,
  step,
  stringModels,
  timePasses,
  value,
} from '../src/differential/index.ts';
import { Pair } from '../src/differential/pair.ts';
import { SOON } from '../src/differential/time.ts';
import { type RunningServer, startRedis } from '../src/server.ts';
import { requireTool } from '../src/tools.ts';
import { type Fault, startFake } from './fakes.ts';

const redis = requireTool('redis-server');

async function startSubject(fault: Fault): Promise<RunningServer> {
  const { port, close } = await startFake(fault);
  const stop = () => close().then(() => 0);
  const ended = () => Promise.resolve(false);
  const said = () => '';
  return {
    name: fault,
    host: '127.0.0.1',
    port,
    pid: 0,
    alive: () => true,
    ended,
    output: said,
    lastWords: said,
    stop,
  };
}

/** A fake knows few commands: these. */
const small = {
  stage: '04',
  commands: [command('SET', key, value), command('GET', key)].map((model) => ({
    ...model,
    weight: 1,
  })),
  runs: 100,
  protocols: [2],
  finalLook: [],
} as const;

describe.skipIf(redis.missing)('the differential test', () => {
  test('finds no difference between redis-server and itself, in thousands of commands', async () => {
    const commands = [...stringModels, ...genericModels, ...connectionModels];
    const result = await differential({
      stage: '04',
      commands,
      runs: 300,
      startSubject: () => startRedis(),
    });
    expect(result.commands).toBeGreaterThan(3000);
  });

  test('shrinks a difference to the commands that show it, and its seed shows it again', async () => {
    const run = () =>
      differential({
        ...small,
        seed: 11,
        startSubject: () => startSubject('simple-strings'),
      }).catch((error: Error) => error.message);
    const message = await run();
    expect(message).toContain(
      [
        '  > set a a',
        '  > GET a',
        '  redis-server    $1\\r\\na\\r\\n',
        '  simple-strings  +a\\r\\n',
      ].join('\n'),
    );
    expect(message).toContain('seed 11, RESP2');
    expect(await run()).toBe(message);
  });

  test('where time passes, what is due soon is still to come before, and over afterwards', async () => {
    const [oracle, keepsTheDead] = [await startRedis(), await startSubject('none')];
    try {
      const sequence = [
        step(['SET', 'a', 'v', 'PXAT', SOON]),
        step(['GET', 'a']),
        timePasses,
        step(['GET', 'a']),
      ];
      expect(await new Pair(oracle, oracle, []).compare(2, sequence)).toBeUndefined();
      expect(await new Pair(oracle, keepsTheDead, []).compare(2, sequence)).toEqual({
        oracle: '$-1\r\n',
        subject: '$1\r\nv\r\n',
        steps: sequence,
      });
      // A look that is taken twice, by the same steps: the second one is told.
      const look = [step(['GET', 'a'])];
      const looks = new Pair(oracle, keepsTheDead, [...look, timePasses, ...look]);
      const set = step(['SET', 'a', 'v', 'PXAT', SOON]);
      const difference = await looks.compare(2, [set]);
      expect(difference?.steps).toEqual([set, ...look, timePasses, ...look]);
    } finally {
      await Promise.all([oracle.stop(), keepsTheDead.stop()]);
    }
  });

  test('a server that hangs up differs too', async () => {
    const startClosing = () => startSubject('closes-at-once');
    await expect(differential({ ...small, startSubject: startClosing })).rejects.toThrow(
      /the server (closed|reset) the connection/,
    );
  });
});
