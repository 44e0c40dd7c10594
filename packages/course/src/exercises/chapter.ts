// The section of the chapter that explains an exercise, by its heading. A heading that is gone is an error, not a dead link.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Stage } from '@byor/spec/harness';
import type { Exercise } from './catalog.ts';

/** Where `npm start` and `npm run docs` show the site unless its port is taken. */
export const SITE = 'http://localhost:5173';

export interface Section {
  /** Relative to the repository: 'docs/02-protocol.md'. */
  readonly file: string;
  /** '3. The request parser' */
  readonly heading: string;
  readonly url: string;
}

/** Throws where the chapter has no such section. A stage without a chapter has no sections: undefined. */
export function sectionOf(stage: Stage, { id, section }: Exercise): Section | undefined {
  const file = `docs/${stage.name}.md`;
  const chapter = path.join(stage.folder, '../..', file);
  if (!existsSync(chapter)) return undefined;
  const headings = readFileSync(chapter, 'utf8').matchAll(/^#{2,4} (.+?)(?: \{#([\w-]+)\})?$/gm);
  for (const [, heading = '', anchor = slug(heading)] of headings) {
    if (heading.replace(/^\d+\. /, '') !== section) continue;
    return { file, heading, url: `${SITE}/${stage.name}#${anchor}` };
  }
  throw new Error(`${file} has no section "${section}", which exercise ${id} names`);
}

/** As VitePress makes anchors of headings. */
function slug(heading: string): string {
  const words = heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]+/gu, '-')
    .replace(/[\s-]+/g, '-')
    .replace(/^-|-$/g, '');
  return words.replace(/^(\d)/, '_$1');
}
