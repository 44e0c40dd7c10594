// TLS on the command line, in redis.conf's words: --tls-port 6390 --tls-cert-file server.crt --tls-key-file server.key

import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { parsePort } from '@byor/02-protocol';
import { type Command, Option } from 'commander';
import { StartError } from './start-error.ts';
import type { TlsKeys } from './transport/tls.ts';

export interface TlsOptions {
  /** 0: no TLS. */
  tlsPort?: number;
  tlsCertFile?: string;
  tlsKeyFile?: string;
  tlsCaCertFile?: string;
  tlsAuthClients?: TlsKeys['clients'];
}

export function addTlsOptions(command: Command): Command {
  return command
    .option('--tls-port <number>', 'port for TLS, on the transport node; 0: none', parsePort, 0)
    .option('--tls-cert-file <file>', 'certificate that the server shows (PEM)')
    .option('--tls-key-file <file>', 'its private key (PEM)')
    .option('--tls-ca-cert-file <file>', "who signs clients' certificates (PEM)")
    .addOption(
      new Option('--tls-auth-clients <choice>', 'must a client show a certificate?')
        .choices(['yes', 'no', 'optional'])
        .default('yes'),
    );
}

/** What the files hold. @throws StartError that says which flag is missing, or what is wrong with a file */
export function readTlsKeys(options: TlsOptions): TlsKeys {
  const { tlsCertFile, tlsKeyFile, tlsCaCertFile, tlsAuthClients = 'yes' } = options;
  if (tlsAuthClients !== 'no' && tlsCaCertFile === undefined) {
    throw new StartError(
      `--tls-auth-clients ${tlsAuthClients}: --tls-ca-cert-file must say who signs the certificates of clients. Give it, or --tls-auth-clients no.`,
    );
  }
  const keys: TlsKeys = {
    cert: read('--tls-cert-file', tlsCertFile),
    key: read('--tls-key-file', tlsKeyFile),
    ca: tlsCaCertFile === undefined ? undefined : read('--tls-ca-cert-file', tlsCaCertFile),
    clients: tlsAuthClients,
  };
  try {
    createSecureContext(keys);
  } catch (error) {
    throw new StartError(`--tls-cert-file, --tls-key-file: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return keys;
}

function read(flag: string, file: string | undefined): Buffer {
  if (file === undefined) throw new StartError(`--tls-port needs ${flag} too.`);
  try {
    return readFileSync(file);
  } catch (error) {
    throw new StartError(`${flag} ${file}: ${(error as Error).message}`, { cause: error });
  }
}
