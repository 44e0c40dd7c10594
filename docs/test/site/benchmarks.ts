// The charts of the benchmarks draw the figures of the newest result: bars as long as they are many, whichever is chosen.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Bar, chartsOf } from '@byor/bench/charts';
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { DOCS } from '../support.ts';
import type { Visit } from './visitor.ts';

const RESULTS = path.resolve(DOCS, '../packages/bench/results');
const newest = readdirSync(RESULTS)
  .filter((name) => /^\d{4}-\d\d-\d\d\.json$/.test(name))
  .sort()
  .at(-1) as string;
const charts = chartsOf(JSON.parse(readFileSync(path.join(RESULTS, newest), 'utf8')));

interface Drawn {
  readonly group: string;
  readonly label: string;
  readonly text: string;
  readonly width: number;
}

const drawnIn = (figure: Locator): Promise<Drawn[]> =>
  figure.locator('svg g:has(> rect)').evaluateAll((bars) =>
    bars.map((bar) => {
      const text = (element: Element | null | undefined, selector: string) =>
        element?.querySelector(selector)?.textContent ?? '';
      return {
        group: text(bar.parentElement, '.group'),
        label: text(bar, '.label'),
        text: text(bar, '.value'),
        width: Number(bar.querySelector('rect')?.getAttribute('width')),
      };
    }),
  );

export function benchmarkTests(visit: Visit): void {
  test('the charts of the benchmarks: bars in proportion to the figures, in each view that can be chosen', async () => {
    const { page } = await visit('/benchmarks');
    expect(charts.length).toBeGreaterThan(4);
    for (const [at, { title, views }] of charts.entries()) {
      const figure = page.locator('figure.bars').nth(at);
      expect(await figure.locator('strong').textContent()).toBe(title);
      const choices = figure.locator('fieldset label');
      expect(await choices.allTextContents()).toEqual(
        views.length > 1 ? views.map(({ label }) => label) : [],
      );
      for (const [choice, { groups }] of views.entries()) {
        if (views.length > 1) await choices.nth(choice).click();
        const bars = groups.flatMap(({ label, bars }) =>
          bars.map((bar) => ({ ...bar, group: label })),
        );
        const drawn = await drawnIn(figure);
        const said = ({ group, label, text }: Omit<Drawn, 'width'>) =>
          `${group}, ${label}: ${text}`;
        expect(drawn.map(said)).toEqual(bars.map(said));
        expect(await figure.locator('tbody td:nth-child(3)').allTextContents()).toEqual(
          bars.map(({ text }) => text),
        );
        expectProportions(drawn, bars);
      }
    }
  });
}

/** Each is as many times as long as the longest as its figure is of that one's. */
function expectProportions(drawn: readonly Drawn[], bars: readonly Bar[]): void {
  const most = Math.max(...bars.map(({ median }) => median));
  const longest = Math.max(...drawn.map(({ width }) => width));
  for (const [at, { median }] of bars.entries())
    expect((drawn[at]?.width ?? 0) / longest).toBeCloseTo(median / most, 6);
}
