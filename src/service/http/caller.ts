import type { IncomingMessage } from 'node:http';
import { ForbiddenHostException, ForbiddenOriginException } from '../errors';

/**
 * Whether a request may have been meant for us at all, by its head alone. The signature says on whose behalf it comes;
 * this says that no browser was talked into sending it.
 */

/** What a listener is called by those who mean it. */
export interface Site {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly endpoint: string;
  /** Whether a Host header names it, such as `localhost:4000`. */
  isHost(host: string): boolean;
}

/** @throws {ForbiddenHostException | ForbiddenOriginException} */
export function checkCaller({ headers }: IncomingMessage, site: Site): void {
  const { host = '', origin, 'sec-fetch-site': fetchSite = 'none' } = headers;
  // A page that made a name of its own resolve to our address (DNS rebinding) still sends that name.
  if (!site.isHost(host.toLowerCase())) {
    throw new ForbiddenHostException(
      `This service answers requests to ${site.endpoint} only; use that endpoint.`,
    );
  }
  // No SDK and no agent sends either header. A browser does, and a page cannot keep it from doing so: Origin with
  // whatever is not a plain GET, Sec-Fetch-Site with all. Pages of other ports of this machine are strangers too.
  const isOurOrigin = origin === undefined || origin === `${new URL(site.endpoint).protocol}//${host}`;
  if (!isOurOrigin || !['none', 'same-origin'].includes(String(fetchSite))) {
    throw new ForbiddenOriginException('This service answers no web pages; call it from a program.');
  }
}

export function loopbackSite(port: number): Site {
  const hosts = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  return { endpoint: `http://127.0.0.1:${port}`, isHost: (host) => hosts.includes(host) };
}
