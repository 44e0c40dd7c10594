// A certificate for tests of TLS: signed by itself, so whoever trusts it needs no other. Made by openssl, for a day.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Certificate {
  /** Files in PEM. */
  readonly cert: string;
  readonly key: string;
  /** Removes the files. */
  remove(): void;
}

/** A certificate for 127.0.0.1 and localhost, and its key. Needs `requireTool('openssl')`. */
export function makeCertificate(): Certificate {
  const folder = mkdtempSync(path.join(tmpdir(), 'byor-certificate-'));
  const cert = path.join(folder, 'server.crt');
  const key = path.join(folder, 'server.key');
  const { status, stderr } = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost', '-keyout', key, '-out', cert],
  ]);
  if (status !== 0) throw new Error(`openssl made no certificate: ${stderr}`);
  return { cert, key, remove: () => rmSync(folder, { recursive: true }) };
}
