import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { Site } from './caller';

/** What it takes to let other machines in: a certificate, its key, and somebody who says that this is what they want. */
export interface RemoteOptions {
  /** An address of this machine or a name of it; 0.0.0.0 or :: for all of its addresses. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** PEM, with the chain after it. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
}

/** The options of the command line, by their names without dashes. */
export interface RemoteArguments {
  readonly host?: string;
  readonly 'allow-remote'?: boolean;
  readonly 'tls-cert'?: string;
  readonly 'tls-key'?: string;
  readonly 'remote-port'?: string;
}

/**
 * @param toPort a number of 65,535 at most, or an error in the caller's own words
 * @returns undefined where nobody is to be let in but this machine
 * @throws {Error} a sentence, when the options do not go together or the files are not fit
 */
export function readRemoteOptions(
  args: RemoteArguments,
  toPort: (text: string) => number,
): RemoteOptions | undefined {
  const { host, 'allow-remote': allow, 'tls-cert': certFile, 'tls-key': keyFile, 'remote-port': port } = args;
  if (host === undefined || LOOPBACK.includes(host)) {
    if ([allow, certFile, keyFile, port].some((value) => value !== undefined)) {
      throw new Error(
        '--allow-remote, --tls-cert, --tls-key and --remote-port are for other machines; ' +
          'name the address for those with --host.',
      );
    }
    return undefined;
  }
  if (allow !== true || certFile === undefined || keyFile === undefined) {
    throw new Error(
      `--host ${host} would open the service to other machines; ` +
        'if that is what you want, add --allow-remote, --tls-cert FILE and --tls-key FILE.',
    );
  }
  const options = {
    host,
    port: toPort(port ?? '0'),
    certificate: readPem('--tls-cert', certFile),
    key: readPem('--tls-key', keyFile),
  };
  check(options, certFile, keyFile);
  return options;
}

/** The listener as its certificate names it: requests for any other name were not meant for it. */
export function remoteSite({ host, certificate }: RemoteOptions, port: number): Site {
  const cert = new X509Certificate(certificate);
  const name = nameOf(host, cert) ?? host;
  return {
    endpoint: `https://${isIP(name) === 6 ? `[${name}]` : name}:${port}`,
    isHost: (header) => {
      const [, bracketed, plain, headerPort = '443'] =
        /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+))(?::(\d+))?$/.exec(header) ?? [];
      const asked = bracketed ?? plain;
      return asked !== undefined && headerPort === String(port) && covers(cert, asked);
    },
  };
}

/** Listening on these needs no option: it is what the service does anyway. */
const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost'];

const EVERY_ADDRESS: readonly string[] = ['0.0.0.0', '::'];

function check({ host, certificate, key }: RemoteOptions, certFile: string, keyFile: string): void {
  const cert = attempt(() => new X509Certificate(certificate));
  if (cert === undefined) {
    throw new Error(`${certFile} holds no certificate; --tls-cert takes one in PEM form.`);
  }
  const privateKey = attempt(() => createPrivateKey(key));
  if (privateKey === undefined) {
    throw new Error(
      `${keyFile} holds no private key; --tls-key takes one in PEM form, without a passphrase.`,
    );
  }
  if (!cert.checkPrivateKey(privateKey)) {
    throw new Error(`The key in ${keyFile} does not belong to the certificate in ${certFile}; give its own.`);
  }
  if (nameOf(host, cert) === undefined) {
    throw new Error(
      `The certificate in ${certFile} is not for ${host}; it names ${cert.subjectAltName ?? 'nobody'}. ` +
        'Give one that does, or another --host.',
    );
  }
}

/** What clients should call the listener: the host, or what the certificate calls this machine. */
function nameOf(host: string, cert: X509Certificate): string | undefined {
  if (!EVERY_ADDRESS.includes(host)) {
    return covers(cert, host) ? host : undefined;
  }
  // "DNS:build.example, IP Address:10.0.0.5"; names with anything odd in them are quoted, and not for us.
  const names = [...(cert.subjectAltName ?? '').matchAll(/(?:^|, )(?:DNS|IP Address):([\w.:-]+)(?=,|$)/g)];
  return names.map(([, name]) => name).find((name) => covers(cert, name));
}

function covers(cert: X509Certificate, name: string): boolean {
  return (isIP(name) === 0 ? cert.checkHost(name) : cert.checkIP(name)) !== undefined;
}

function readPem(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new Error(`The file of ${option}, ${path}, cannot be read (${why}); name one that can.`, {
      cause: error,
    });
  }
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
