// What is kept of a run: results, history, and the tables that are made of them.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '@byor/spec/harness';
import { expect, onTestFinished, test } from 'vitest';
import type { Figure } from '../src/figures.ts';
import { appendHistory, historyLine, readHistory, tellHistory } from '../src/history.ts';
import { readmeTables, siteTables } from '../src/markdown.ts';
import { cpuRatios } from '../src/quote.ts';
import { keep, latest, type Result } from '../src/result.ts';
import { between, PLACES } from '../src/write-docs.ts';

const figures: Figure[] = [
  { contestant: '07', cell: 'get c50 p1 d3', rounds: [{ cpuUs: 9, perSecond: 11 }] },
  { contestant: 'redis', cell: 'get c50 p1 d3', rounds: [{ cpuUs: 10, perSecond: 10 }] },
  { contestant: '07', cell: 'set c50 p1 d3', rounds: [{ cpuUs: 12.34567, perSecond: 9 }] },
  { contestant: 'redis', cell: 'set c50 p1 d3', rounds: [{ cpuUs: 10, perSecond: 10 }] },
  { contestant: '07', cell: 'growth', rounds: [{ pauseMs: 12 }] },
];

const result: Result = {
  date: '2026-11-20T10:11:12.000Z',
  run: 'full',
  machine: {
    processor: 'A processor',
    processors: 2,
    memoryBytes: 2 ** 33,
    system: 'Linux 6 x64',
    node: '20.20.2',
    redis: '7.0.15',
  },
  revision: {
    commit: 'abc1234',
    subject: 'Make it fast',
    committed: '2026-11-20T09:00:00+01:00',
    changed: false,
  },
  figures,
};

function folder(): string {
  const made = mkdtempSync(path.join(os.tmpdir(), 'byor-bench-test-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

test('what a sentence quotes is a ratio, of each cell that both servers have', () => {
  const ratios = { 'get c50 p1 d3': '0.90 ×', 'set c50 p1 d3': '1.23 ×' };
  expect(JSON.parse(cpuRatios(result))).toEqual(ratios);
});

test('below the tables stands of how many rounds each median is', () => {
  const of = (cell: string, rounds: number): Figure => ({
    contestant: '07',
    cell,
    rounds: Array.from({ length: rounds }, () => ({ cpuUs: 1, pauseMs: 1, p999Ms: 1 })),
  });
  const told = (...all: Figure[]) => readmeTables({ ...result, figures: all });
  const get = of('get c50 p1 d3', 5);
  expect(told(get)).toContain('Medians of 5 rounds, ');
  expect(told(get, of('growth', 3), of('tail', 15))).toContain(
    'Medians of 5 rounds (3 where one takes long, 15 of the p99.9), ',
  );
});

test('the newest result is read back, four digits of each figure', () => {
  const kept = folder();
  expect(latest(kept)).toBeUndefined();
  keep({ ...result, date: '2026-11-19T10:11:12.000Z', figures: [] }, kept);
  keep(result, kept);
  const read = latest(kept);
  expect(read).toMatchObject({ date: result.date, machine: result.machine });
  expect(read?.figures[2]?.rounds).toEqual([{ cpuUs: 12.35, perSecond: 9 }]);
});

test('the history has a line a run with what each goal measured, and tells how it moved', () => {
  const kept = folder();
  const first = historyLine(result);
  expect(first?.measured).toEqual({
    '07 get c50 p1 d3 cpuUs': 0.9,
    '07 get c50 p1 d3 perSecond': 1.1,
    '07 set c50 p1 d3 cpuUs': 1.23,
    '07 set c50 p1 d3 perSecond': 0.9,
    '07 growth pauseMs': 12,
  });
  if (first === undefined) return;
  appendHistory(first, kept);
  appendHistory(
    { ...first, commit: 'def5678', changed: true, measured: { '07 set c50 p1 d3 cpuUs': 0.98 } },
    kept,
  );
  const told = tellingOf((out) => tellHistory(out, readHistory(kept)));
  expect(told).toContain('abc1234  2026-11-20 10:11  Make it fast');
  expect(told).toMatch(/SET: CPU +1\.23<green +0\.98> +≤\s1/);
  expect(told).toMatch(/def5678\+/);
});

test('the history is green where a figure got better, whichever way that is', () => {
  const line = historyLine(result);
  if (line === undefined) throw new Error('it measured goals');
  const [cpu, rate] = ['07 get c50 p1 d3 cpuUs', '07 get c50 p1 d3 perSecond'];
  const moved = (cpuNow: number, rateNow: number) =>
    tellingOf((out) =>
      tellHistory(out, [line, { ...line, measured: { [cpu]: cpuNow, [rate]: rateNow } }]),
    );
  expect(moved(0.8, 1.2)).toMatch(/GET: CPU .*<green +0\.80>[\s\S]*GET: rate .*<green +1\.20>/);
  expect(moved(1.0, 1.0)).toMatch(/GET: CPU .*<red +1\.00>[\s\S]*GET: rate .*<red +1\.00>/);
  expect(moved(0.91, 1.11)).not.toMatch(/<(green|red)/);
});

test('the history goes by commits, however late each was measured', () => {
  const kept = folder();
  const line = historyLine(result);
  if (line === undefined) throw new Error('it measured goals');
  const measured = [
    { ...line, commit: 'second', committed: '2026-11-20T08:30:00Z' },
    { ...line, commit: 'first', committed: '2026-11-20T09:00:00+01:00', note: 'on battery' },
    { ...line, commit: 'second', committed: '2026-11-20T08:30:00Z', date: '2026-11-20T08:45:00Z' },
  ];
  for (const each of measured) appendHistory(each, kept);
  const dates = readHistory(kept).map(({ commit, date }) => `${commit} ${date.slice(11, 16)}`);
  expect(dates).toEqual(['first 10:11', 'second 08:45', 'second 10:11']);
  expect(tellingOf((out) => tellHistory(out, readHistory(kept)))).toContain('on battery');
});

test('a long history is told whole, eight runs side by side', () => {
  const line = historyLine(result);
  if (line === undefined) throw new Error('it measured goals');
  const history = Array.from({ length: 9 }, (_, n) => ({ ...line, commit: `commit${n}` }));
  history[8] = { ...line, commit: 'commit8', measured: { '07 get c50 p1 d3 cpuUs': 0.8 } };
  const told = tellingOf((out) => tellHistory(out, history));
  for (const { commit } of history) expect(told).toContain(`${commit}  2026-11-20 10:11`);
  expect(told.match(/^ .*commit0 .*commit7 /m)).not.toBeNull();
  expect(told).toMatch(/^GET: CPU +<green +0\.80>/m);
});

test('a run that measured no goal leaves no line, and no history says how it begins', () => {
  expect(historyLine({ ...result, figures: [] })).toBeUndefined();
  expect(tellingOf((out) => tellHistory(out, []))).toContain('npm run bench -- --quick');
});

function tellingOf(tell: (out: Parameters<typeof tellHistory>[0]) => void): string {
  const told: string[] = [];
  const colors = new Proxy(
    {},
    {
      get: (_, name) => (text: string) =>
        name === 'green' || name === 'red' ? `<${name} ${text}>` : text,
    },
  ) as never;
  tell({ write: (text) => void told.push(text), isTTY: false, colors });
  return told.join('');
}

test('the README has a row a group with its worst workload, the site a row a workload', () => {
  const unpadded = (text: string) => text.replaceAll(/\s+/g, ' ');
  const readme = unpadded(readmeTables(result));
  expect(readme).toContain(
    '| GET, SET, INCR | 1.23 × SET ✗<br><small>1.23–1.23; goal ≤ 1</small> | 0.90 × SET ✗<br><small>0.90–0.90; goal ≥ 1</small> |',
  );
  expect(readme).toContain(
    '| longest pause while growing from 0 to 5 M keys | 12.0 ms ✓<br><small>12.0–12.0; goal ≤ 20 ms</small> |',
  );
  expect(unpadded(siteTables(result))).toContain(
    '| GET | 0.90 × ✓<br><small>0.90–0.90; goal ≤ 1</small> | 1.10 × ✓<br><small>1.10–1.10; goal ≥ 1</small> |',
  );
  expect(readme).toContain('A processor, 2 processors, 8 GiB, Linux 6 x64, Node 20.20.2');
});

test('what is not between the marks stays as it is', () => {
  const marks =
    readFileSync(path.join(ROOT, 'README.md'), 'utf8').match(/<!-- \/?bench.*-->/g) ?? [];
  const text = `before\n\n${marks[0]}\nold\n${marks[1]}\n\nafter\n`;
  expect(between(text, 'new')).toBe(`before\n\n${marks[0]}\n\nnew\n\n${marks[1]}\n\nafter\n`);
  expect(() => between('no marks', 'new')).toThrow(/no line/);
});

test.each(PLACES)(
  '$file shows the newest result: npm run bench -- --write-docs',
  ({ file, text }) => {
    const kept = readFileSync(path.join(ROOT, file), 'utf8');
    const newest = latest();
    if (newest === undefined) throw new Error('no result is kept: npm run bench');
    expect(kept).toBe(text(kept, newest));
  },
);
