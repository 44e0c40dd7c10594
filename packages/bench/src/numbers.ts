// Figures as people read them.

import type { Measure, Spread } from './figures.ts';
import type { Goal } from './goals.ts';

export const count = (value: number): string => Math.round(value).toLocaleString('en');

/** Three digits that count: 1.42, 14.2, 142, and thousands with a comma. */
export function shown(value: number): string {
  if (value >= 1000) return count(value);
  if (value >= 100) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : 2);
}

export function shownSpread({ min, max }: Spread): string {
  return `${shown(min)}–${shown(max)}`;
}

export const NO_BREAK = '\u00a0';

/** `≤ 0.87`, `≥ 1.1`, `≤ 20 ms`: never broken over two lines. */
export function boundOf({ atMost, atLeast, baseline, measure }: Goal): string {
  const unit = baseline === undefined ? UNITS[measure] : '';
  const bound = atMost === undefined ? `≥ ${atLeast}${unit}` : `≤ ${atMost}${unit}`;
  return bound.replaceAll(' ', NO_BREAK);
}

export const UNITS: Readonly<Record<Measure, string>> = {
  perSecond: '/s',
  cpuUs: ' µs',
  busy: '',
  p50Ms: ' ms',
  p99Ms: ' ms',
  p999Ms: ' ms',
  undisturbed: '',
  maxMs: ' ms',
  bytesPerKey: ' bytes',
  pauseMs: ' ms',
  startMs: ' ms',
};
