import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { createFileSink } from './file-sink';
import type { Sink } from './sink';
import { createUrlSink } from './url-sink';

/**
 * What `--events` names: an address, or a file.
 *
 * @throws {Error} for an address that events would go to in the clear, or that is none
 */
export function parseTarget(text: string): Sink {
  // A single letter is a drive of Windows.
  if (!/^[a-z][a-z0-9+.-]+:/i.test(text)) {
    return createFileSink(resolve(checkPath(text)), { name: `file ${resolve(text)}` });
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (url === undefined || !isSafe) {
    throw new Error(
      `--events takes a file, an https address, or an http address of this machine, not ${JSON.stringify(text)}: ` +
        'events tell what a program does, and anything else would send them unencrypted.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new Error(
      '--events takes an address without a user and password, since other users see the arguments of a process; ' +
        'let a receiver on this machine add them.',
    );
  }
  return createUrlSink(url);
}

function checkPath(text: string): string {
  if (text === '') {
    throw new Error('--events takes a file or an address, not nothing.');
  }
  return text;
}

/** As the URL parser writes hosts: 127.1 is 127.0.0.1 here, and IPv6 stands in brackets. */
function isLoopback(hostname: string): boolean {
  const isIpv4 = isIP(hostname) === 4 && hostname.startsWith('127.');
  return isIpv4 || hostname === '[::1]' || hostname === 'localhost';
}
