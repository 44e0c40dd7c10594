// Figures as people read them.

import type { Measure, Spread } from './figures.ts';
import type { Goal } from './goals.ts';

/** Three digits that count: 1.42, 14.2, 142, and thousands with a comma. */
export function shown(value: number): string {
  if (value >= 1000 || (Number.isInteger(value) && value > 9))
    return Math.round(value).toLocaleString('en');
  if (value >= 100) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : 2);
}

export function shownSpread({ min, max }: Spread): string {
  return `${shown(min)}–${shown(max)}`;
}

/** `≤ 0.87`, `≥ 1.1`, `≤ 20 ms` */
export function boundOf({ atMost, atLeast, baseline, measure }: Goal): string {
  const unit = baseline === undefined ? UNITS[measure] : ' ×';
  return atMost === undefined ? `≥ ${atLeast}${unit}` : `≤ ${atMost}${unit}`;
}

export const UNITS: Readonly<Record<Measure, string>> = {
  perSecond: '/s',
  cpuUs: ' µs',
  busy: '',
  p50Ms: ' ms',
  p99Ms: ' ms',
  p999Ms: ' ms',
  maxMs: ' ms',
  bytesPerKey: ' bytes',
  pauseMs: ' ms',
  startMs: ' ms',
};
