import { expect, test } from 'vitest';
import { parseCsv } from '../src/load/redis-benchmark.ts';

const HEADER =
  '"test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"';

test('rates and latencies are read by the names in the header', () => {
  const row =
    '"SET key:__rand_int__ xxx","66889.63","0.498","0.128","0.487","0.703","1.015","3.631"';
  expect(parseCsv(`${HEADER}\n${row}\n`)).toEqual({
    perSecond: 66889.63,
    p50Ms: 0.487,
    p99Ms: 1.015,
    maxMs: 3.631,
  });
});

test('what it says before the header changes nothing', () => {
  const text = `WARNING: Could not fetch server CONFIG\n${HEADER}\n"PING","1.5","1","1","2","1","3","4"\n`;
  expect(parseCsv(text)).toMatchObject({ perSecond: 1.5, p50Ms: 2, p99Ms: 3, maxMs: 4 });
});

test('an error instead of figures is told', () => {
  expect(() => parseCsv('Error from server: ERR unknown command\n')).toThrow(/ERR unknown command/);
  expect(() => parseCsv(`${HEADER}\n`)).toThrow(/no figures/);
});
