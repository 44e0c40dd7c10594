// Every console block of the book, typed again: what comes back must be what the page shows.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { requireTool } from '@byor/spec';
import { describe, expect, onTestFinished, test } from 'vitest';
import { agreed, type Block, blocksIn } from '../transcripts/blocks.ts';
import { World } from '../transcripts/world.ts';
import { DOCS } from './support.ts';

const redisCli = requireTool('redis-cli');
const redisServer = requireTool('redis-server');
const hasShell = process.platform !== 'win32';

const pages = [...readdirSync(DOCS).filter((name) => name.endsWith('.md')), '../README.md'].map(
  (name) => ({ name, blocks: blocksIn(readFileSync(path.join(DOCS, name), 'utf8')) }),
);

/** A block that types a tool which this machine lacks. */
function lacksTools({ steps }: Block): boolean {
  return steps.some(
    ({ at, typed }) =>
      at === '$' &&
      ((redisCli.missing && /\bredis-cli\b/.test(typed)) ||
        (redisServer.missing && /^redis-server\b/.test(typed))),
  );
}

describe.skipIf(!hasShell)('what a page shows was printed', () => {
  test.each(pages.filter(({ blocks }) => blocks.length > 0))('$name', async ({ blocks }) => {
    const world = new World();
    onTestFinished(() => world.close());
    const [shown, came] = [[] as string[], [] as string[]];
    for (const block of blocks) {
      if (lacksTools(block)) continue;
      const printed = await world.run(block);
      for (const [at, { typed, expected }] of block.steps.entries()) {
        const place = `line ${block.line}: ${typed}`;
        shown.push(place, ...expected);
        came.push(place, ...agreed(expected, printed[at] ?? [], block.varies));
      }
    }
    expect(came).toEqual(shown);
  });
});
