// The newest result of `npm run bench`, read when the site is built.

import type { Result } from '@byor/bench/charts';
import { defineLoader } from 'vitepress';
import { newestResult } from '../../source/bench-result.ts';

declare const data: Pick<Result, 'figures'>;

export { data };

export default defineLoader({
  watch: ['../../../../packages/bench/results/*.json'],
  load: (files): Pick<Result, 'figures'> => newestResult(files),
});
