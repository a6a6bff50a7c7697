import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, ListenOptions, Socket } from 'node:net';
import type { Milliseconds } from '../../profile/units';
import type { Connections } from './admission';
import type { Site } from './caller';
import { loopbackSite } from './caller';
import type { Log } from '../log';
import type { RemoteOptions } from './tls-options';
import { remoteSite } from './tls-options';

/** Where the service listens: on this machine always, for other machines only encrypted. What is asked is not for here. */

export interface TimeLimits {
  /** For the head of a request, from the first byte or from the opening of the connection. */
  readonly headTime: Milliseconds;
  /** For all of a request, head and body. */
  readonly requestTime: Milliseconds;
}

export const TIME_LIMITS: TimeLimits = { headTime: 10_000, requestTime: 60_000 };

/** Without a byte in either direction. No operation works for so long. */
const UNREAD_TIME: Milliseconds = 120_000;

export interface ListenerOptions {
  /** Of both loopback addresses; 0 takes a free one. */
  readonly port: number;
  readonly remote?: RemoteOptions;
  readonly connections: Connections;
  readonly limits: TimeLimits & { readonly connections: number };
  readonly log: Log;
  readonly onRequest: (request: IncomingMessage, response: ServerResponse, site: Site) => void;
}

export interface Listeners {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** `https://NAME:PORT` where other machines are let in. */
  readonly remoteEndpoint?: string;
  /** Takes no more requests, lets those under way finish, and cuts what has not finished soon after. */
  close(): Promise<void>;
}

/** @throws {Error} a sentence, when a port is taken or an address is not ours; then nothing is left open */
export async function openListeners(options: ListenerOptions): Promise<Listeners> {
  const listeners: Listener[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(listeners.map(closeListener));
  };
  try {
    const ipv4 = await openLoopback('127.0.0.1', options.port, options);
    listeners.push(ipv4);
    const ipv6 = await openLoopback('::1', ipv4.port, options).catch((error: Error) => {
      options.log(`only 127.0.0.1 is listened on: ${error.message}`);
    });
    listeners.push(...(ipv6 ? [ipv6] : []));
    const remote = options.remote && (await openRemote(options.remote, options));
    listeners.push(...(remote ? [remote] : []));
    const { endpoint } = ipv4.site;
    return { endpoint, ...(remote && { remoteEndpoint: remote.site.endpoint }), close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Listener {
  readonly server: Server;
  readonly site: Site;
  readonly port: number;
  /** All that are open, also those that have not shaken hands. */
  readonly sockets: ReadonlySet<Socket>;
}

async function openLoopback(host: string, wanted: number, options: ListenerOptions): Promise<Listener> {
  const server = createServer(serverOptions(options));
  options.connections.watch(server, 'connection');
  const { connections: backlog } = options.limits;
  const port = await listen(server, { host, port: wanted, ipv6Only: true, backlog });
  return serve(server, loopbackSite(port), port, options);
}

async function openRemote(remote: RemoteOptions, options: ListenerOptions): Promise<Listener> {
  const { certificate, key, host } = remote;
  const server = createTlsServer({
    ...serverOptions(options),
    cert: certificate,
    key,
    minVersion: 'TLSv1.2',
    handshakeTimeout: options.limits.headTime,
  });
  // Those that have not shaken hands yet are nobody's connections; there are at most so many of them, for so long.
  server.maxConnections = options.limits.connections;
  options.connections.watch(server, 'secureConnection');
  const port = await listen(server, { host, port: remote.port, backlog: options.limits.connections });
  return serve(server, remoteSite(remote, port), port, options);
}

/** In the turn in which the listener came up, so before any connection. */
function serve(server: Server, site: Site, port: number, { onRequest }: ListenerOptions): Listener {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) =>
    onRequest(request, response, site),
  );
  // Who asked and does not read the answer must not keep it for ever.
  server.setTimeout(UNREAD_TIME);
  return { server, site, port, sockets };
}

function serverOptions({ limits: { headTime, requestTime } }: ListenerOptions) {
  return {
    headersTimeout: headTime,
    requestTimeout: requestTime,
    keepAliveTimeout: 60_000,
    // Node looks at times only so often, by default every half minute, which is three times what a head may take.
    connectionsCheckingInterval: Math.min(2_000, headTime),
  };
}

function listen(server: Server, { host, port, ...more }: ListenOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, String(host), port ?? 0)));
    server.listen({ host, port, ...more }, () => resolve((server.address() as AddressInfo).port));
  });
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new Error(
        `Port ${port} of ${host} is taken by another program; choose another port, or 0 for a free one.`,
      );
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'ENOTFOUND':
      return new Error(`${host} is no address of this machine; choose one that is.`);
    case 'EACCES':
      return new Error(`Port ${port} is not for this user; choose one above 1023, or 0 for a free one.`);
    default:
      return error;
  }
}

/** What is under way has this long to finish. */
const CLOSE_GRACE: Milliseconds = 3_000;

async function closeListener({ server, sockets }: Listener): Promise<void> {
  const cut = setTimeout(() => sockets.forEach((socket) => socket.destroy()), CLOSE_GRACE);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}
