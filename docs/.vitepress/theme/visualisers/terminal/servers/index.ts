// The server of each stage, fetched when a terminal wants it: chapter 02 does not load the code of chapter 07.

import type { PageServer } from './page-server.ts';

export const servers: Readonly<Record<string, () => Promise<{ open: () => PageServer }>>> = {
  '01': () => import('./stage-01.ts'),
  '02': () => import('./stage-02.ts'),
  '03': () => import('./stage-03.ts'),
  '04': () => import('./stage-04.ts'),
  '05': () => import('./stage-05.ts'),
  '06': () => import('./stage-06.ts'),
  '07': () => import('./stage-07.ts'),
};
