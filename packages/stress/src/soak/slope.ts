// Does a figure grow? The straight line that lies nearest to the samples (least squares) says by how much.

export interface Sample {
  readonly atMs: number;
  readonly value: number;
}

/** Units of the value in a minute; 0 for fewer than two samples. */
export function slopePerMinute(samples: readonly Sample[]): number {
  const count = samples.length;
  if (count < 2) return 0;
  const meanMs = samples.reduce((sum, { atMs }) => sum + atMs, 0) / count;
  const mean = samples.reduce((sum, { value }) => sum + value, 0) / count;
  let covariance = 0;
  let variance = 0;
  for (const { atMs, value } of samples) {
    covariance += (atMs - meanMs) * (value - mean);
    variance += (atMs - meanMs) ** 2;
  }
  return variance === 0 ? 0 : (covariance / variance) * 60_000;
}

/** What came after the first quarter of the time: before that buffers grow and code is compiled. */
export function settled(samples: readonly Sample[]): readonly Sample[] {
  const first = samples[0]?.atMs ?? 0;
  const last = samples.at(-1)?.atMs ?? 0;
  return samples.filter(({ atMs }) => atMs >= first + (last - first) / 4);
}

/** How much a figure may grow: what noise and a warm-up that lasts make of it, and so much a minute. */
export interface Bound {
  readonly slack: number;
  readonly perMinute: number;
}

export interface Trend {
  readonly perMinute: number;
  /** Over the time that was looked at. */
  readonly growth: number;
  readonly allowed: number;
  readonly mean: number;
}

export function trendOf(samples: readonly Sample[], bound: Bound): Trend {
  const looked = settled(samples);
  const minutes = ((looked.at(-1)?.atMs ?? 0) - (looked[0]?.atMs ?? 0)) / 60_000;
  const perMinute = slopePerMinute(looked);
  const mean = looked.reduce((sum, { value }) => sum + value, 0) / Math.max(1, looked.length);
  const allowed = bound.slack + bound.perMinute * minutes;
  return { perMinute, growth: perMinute * minutes, allowed, mean };
}
