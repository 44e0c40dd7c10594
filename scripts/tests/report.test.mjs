import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  checkTotals,
  countsLine,
  REPORT_PREFIX,
  readableLog,
  reportLines,
  row,
  skippedLines,
  sum,
  testTotals,
} from '../test-report.mjs';
import { runTurbo } from '../turbo.mjs';
import { TurboOutput } from '../turbo-output.mjs';
import { folderWith } from './folder.mjs';

/** @param {Partial<import('../test-report.mjs').Result>} [more] */
const result = (more) => ({
  name: '04-kv',
  task: 'test',
  folder: 'steps/04-kv',
  cached: false,
  exitCode: 0,
  ms: 1500,
  log: '',
  ...more,
});

describe('what a package adds to the totals', () => {
  const report = { passed: 5, failed: 2, skipped: [{ reason: 'a', count: 3, first: 'b' }] };

  test('its tests', () => {
    expect(testTotals(result({ report, exitCode: 1 }))).toEqual({
      passed: 5,
      failed: 2,
      skipped: 3,
    });
  });

  test('one failure when it crashed though no test failed', () => {
    expect(testTotals(result({ report: { ...report, failed: 0 }, exitCode: 1 })).failed).toBe(1);
  });

  test('one failure when it never said what it ran, even if it ended well', () => {
    expect(testTotals(result({ exitCode: 0 }))).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  test('a check counts as one, and as failed when it did not run', () => {
    expect(checkTotals([result(), result()])).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(checkTotals([result(), result({ exitCode: 2 })])).toEqual({
      passed: 0,
      failed: 1,
      skipped: 0,
    });
    expect(checkTotals([]).failed).toBe(1);
  });
});

test('the closing line names skipped tests only where there are any', () => {
  const total = sum([
    { passed: 1, failed: 0, skipped: 0 },
    { passed: 2, failed: 3, skipped: 4 },
  ]);
  expect(countsLine(total)).toBe('3 passed, 3 failed, 4 skipped');
  expect(countsLine({ ...total, skipped: 0 })).toBe('3 passed, 3 failed');
});

test('a row says that a replayed result is unchanged, and never gives its old time', () => {
  const totals = { passed: 1, failed: 0, skipped: 0 };
  expect(row('04-kv', totals, '1 passed', [result({ cached: true })])).toMatch(
    /✓.*04-kv.*1 passed.*unchanged/,
  );
  expect(row('04-kv', totals, '1 passed', [result()])).toMatch(/1\.5 s/);
});

test('a reason to skip is shown with its test, or with how many there are', () => {
  const [many, one] = skippedLines('04-kv', {
    passed: 0,
    failed: 0,
    skipped: [
      { reason: 'needs redis-server', count: 4, first: 'a' },
      { reason: 'to do', count: 1, first: 'e' },
    ],
  });
  expect(many).toMatch(/04-kv.*needs redis-server\n.*4 tests, the first: a/);
  expect(one).toMatch(/to do\n\s+e$/);
});

test('a report survives the way through lines, however long its texts', () => {
  const report = {
    passed: 1,
    failed: 2,
    skipped: [{ reason: 'r'.repeat(9000), count: 300, first: 'f'.repeat(9000) }],
  };
  const output = new TurboOutput();
  const lines = reportLines(report);
  const ended = lines.map((text) =>
    output.take(JSON.stringify({ source: '@byor/04-kv#test', text })),
  );
  expect(ended).toEqual([undefined, '04-kv']);
  expect(Math.max(...lines.map((text) => text.length))).toBeLessThan(2000);
  const [skipped] = output.reports.get('@byor/04-kv#test')?.skipped ?? [];
  expect(skipped).toMatchObject({ count: 300, reason: 'r'.repeat(500) });
});

test('a failed log keeps what failed, without what went well', () => {
  const log = `$ vitest run\n\n RUN  v4.1.12 /x\n\n \x1b[32m✓\x1b[39m a.test.ts\n × b fails\n\n\n\n why\n${REPORT_PREFIX}{}\n[ELIFECYCLE] Test failed.\n`;
  expect(readableLog(log)).toBe('× b fails\n\n why');
});

describe("turbo's output", () => {
  const line = (/** @type {string} */ source, /** @type {string} */ text) =>
    JSON.stringify({ source, text, level: 'stdout' });
  const report = `${REPORT_PREFIX}{"passed":7,"failed":0}`;
  const task = {
    taskId: '@byor/04-kv#test',
    command: 'vitest run',
    directory: 'steps/04-kv',
    cache: { status: 'HIT' },
    execution: { startTime: 1, endTime: 3, exitCode: 0 },
  };

  test('a replayed log gives the same counts', () => {
    const output = new TurboOutput();
    expect(output.take(line('@byor/04-kv#test', 'cache hit, replaying logs 1'))).toBeUndefined();
    expect(output.take(line('@byor/04-kv#test', report))).toBe('04-kv');
    output.take(line('turbo', 'Summary:    /x/.turbo/runs/1.json'));
    expect(output.summaryFile).toBe('/x/.turbo/runs/1.json');
    const results = output.results(
      [task, { ...task, taskId: '@byor/04-kv#packages-below', command: '<NONEXISTENT>' }],
      () => 'log',
    );
    expect(results).toEqual([
      {
        name: '04-kv',
        task: 'test',
        folder: 'steps/04-kv',
        cached: true,
        exitCode: 0,
        ms: 2,
        log: expect.any(String),
        report: { passed: 7, failed: 0, skipped: [] },
      },
    ]);
  });

  test('a task that was under way when turbo was stopped has failed, and says so', () => {
    const output = new TurboOutput();
    output.take(line('@byor/libc#test', 'RUN'));
    output.stall(180_000);
    const [libc] = output.results([], () => undefined);
    expect(libc).toMatchObject({ name: 'libc', exitCode: 1 });
    expect(libc?.log).toMatch(/RUN\n\nNothing was printed for 180 s/);
  });
});

test.each([false, true])(
  'turbo takes our flags and leaves a summary (force: %s)',
  async (force) => {
    expect(await runTurbo(['packages-below'], { force, args: ['--reporter=x'] })).toEqual([]);
  },
);

test('the reporter counts what vitest ran: passed, failed, skipped with reasons, files that do not load, failing hooks', () => {
  const folder = folderWith({
    'a.test.js': `
      test('passes', () => {});
      test('fails', () => expect(1).toBe(2));
      test('skips', ({ skip }) => skip('the moon is full'));
      test.todo('later');
      describe.skip('skipped: needs redis-server (apt-get install it)', () => { test('x', () => {}); });
      describe('hooks', () => { beforeAll(() => { throw new Error('no'); }); test('never runs', () => {}); });`,
    'b.test.js': `import './missing.js';`,
    'c.test.js': `console.warn('skipped: needs chromium (get it)'); test.skip('drawn', () => {});`,
  });
  const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
  const reporter = fileURLToPath(new URL('../vitest-reporter.mjs', import.meta.url));
  const { stdout } = spawnSync(
    process.execPath,
    [vitest, 'run', '--globals', '--root', folder, `--reporter=${reporter}`],
    { encoding: 'utf8' },
  );
  const output = new TurboOutput();
  for (const text of stdout.split('\n')) output.take(JSON.stringify({ source: 'x#test', text }));
  const report = output.reports.get('x#test');
  expect(report).toMatchObject({ passed: 1, failed: 3 });
  const reasons = (report?.skipped ?? []).map(({ reason, first }) => [
    first.split(' > ').at(-1),
    reason,
  ]);
  expect(Object.fromEntries(reasons)).toMatchObject({
    skips: 'the moon is full',
    later: 'to do',
    x: 'skipped: needs redis-server (apt-get install it)',
    drawn: 'skipped: needs chromium (get it)',
    'never runs': 'not reached',
  });
});
