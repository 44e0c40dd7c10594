// The newest result of `npm run bench`, read when the site is built.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Result } from '@byor/bench/charts';
import { defineLoader } from 'vitepress';

declare const data: Pick<Result, 'figures'>;

export { data };

export default defineLoader({
  watch: ['../../../../packages/bench/results/*.json'],
  load(files): Pick<Result, 'figures'> {
    const kept = files.filter((file) => /\d{4}-\d\d-\d\d\.json$/.test(path.basename(file)));
    const newest = kept.sort().at(-1);
    return newest === undefined ? { figures: [] } : JSON.parse(readFileSync(newest, 'utf8'));
  },
});
