// What the tests of the site share: a build in a folder of its own, and a server that shows it.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { onTestFinished } from 'vitest';

export const DOCS = path.resolve(import.meta.dirname, '..');

/** Beside the site's own cache, which git ignores: a page built there finds vitepress and vue. */
export function temporaryFolder(): string {
  const cache = path.join(DOCS, '.vitepress/cache');
  mkdirSync(cache, { recursive: true });
  return mkdtempSync(path.join(cache, 'test-'));
}

export function removedAfter(folder: string): string {
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

export interface StaticServer {
  readonly origin: string;
  /** Where the site begins, without a slash at the end. */
  readonly root: string;
  close(): void;
}

/** Serves a folder below `base` as a plain host does: `/start` is start.html, what is missing is 404.html. */
export async function serveFolder(folder: string, base = '/'): Promise<StaticServer> {
  const server = http.createServer(({ url = '/' }, response) => {
    const { pathname: asked } = new URL(url, 'http://site');
    const pathname = asked.startsWith(base) ? asked.slice(base.length - 1) : '/outside';
    const file = [pathname, `${pathname}.html`, `${pathname}index.html`]
      .map((name) => path.join(folder, decodeURIComponent(name)))
      .find(
        (name) => name.startsWith(folder) && statSync(name, { throwIfNoEntry: false })?.isFile(),
      );
    response.statusCode = file === undefined ? 404 : 200;
    const shown = file ?? path.join(folder, '404.html');
    response.setHeader('content-type', TYPES[path.extname(shown)] ?? 'application/octet-stream');
    response.end(readFileSync(shown));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    root: origin + base.slice(0, -1),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
