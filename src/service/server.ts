import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkAccess, checkInputAccess } from './access';
import type { BodyLimits } from './body';
import { BODY_LIMITS, BodyBudget, checkAnnouncedLength, decompress, discardBody } from './body';
import type { SignedRequest } from './canonical-request';
import { parseQuery, splitTarget } from './canonical-request';
import {
  ForbiddenHostException,
  InternalServerException,
  NotImplementedException,
  ServiceError,
  ValidationException,
} from './errors';
import { IDENTITY_PATH, proveIdentity } from './handshake';
import type { AccessKey, Role } from './key-file';
import { keyOf } from './key-file';
import type { KeyRing } from './key-ring';
import type { OperationName } from './model/input';
import { sendFailure, sendOutput } from './reply';
import type { Output, Route } from './routes';
import { findRoute, handlers } from './routes';
import type { Service } from './service';
import { isAmzParameter } from './signature-form';
import { readClaims, verifySignature } from './sigv4';
import type { RequestParts } from './validation';
import { validate } from './validation';

export interface ServerOptions {
  readonly service: Service;
  readonly keys: KeyRing;
  readonly limits?: BodyLimits;
  /** Called for every request of somebody who knows us, when it begins and when it ends. */
  readonly onActivity?: () => void;
}

export interface HttpService {
  /** On 127.0.0.1 only; port 0 takes a free one. Gives the endpoint. */
  listen(port: number): Promise<string>;
  /** Takes no more requests, lets those under way finish, and cuts what has not finished soon after. */
  close(): Promise<void>;
}

const CLOSE_GRACE_MS = 3_000;

/**
 * The service over HTTP. A request passes, in this order: host, announced length, route, claims of the signature,
 * body, signature, access, constraints, operation, wire shape. What is cheap and needs no trust comes first; nothing of a
 * stranger's body is kept, and nothing is done before the signature holds.
 */
export function createService(options: ServerOptions): HttpService {
  const { service, keys, limits = BODY_LIMITS, onActivity } = options;
  const budget = new BodyBudget(limits);
  let endpoint = '';

  const http = createServer({ requestTimeout: 60_000, headersTimeout: 10_000, keepAliveTimeout: 60_000 });
  http.maxConnections = 512;
  http.on('request', (request, response) => {
    const requestId = randomUUID();
    response.setHeader('x-amzn-requestid', requestId);
    answer(request, response)
      .catch((error: unknown) => refuse(request, response, requestId, error))
      .catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path, query] = splitTarget(request.url ?? '');
    checkHost(request.headers.host, endpoint);
    if (path === IDENTITY_PATH) {
      onActivity?.();
      return sendIdentity(response, query, endpoint, keyOf(keys.valid(service.clock()), 'admin'));
    }
    checkAnnouncedLength(request, limits);
    const route = findRoute(request.method ?? '', path);
    const signed = toSigned(request);
    const now = service.clock();
    const claims = readClaims(signed, { keys: keys.valid(now), region: service.region, now });
    const output = await budget.withBody(request, async (raw) => {
      verifySignature(claims, signed, raw);
      onActivity?.();
      checkAccess(service, claims.key.role, route);
      const body = await decompress(raw, request.headers['content-encoding'], limits);
      return perform(service, claims.key.role, route.operation, toParts(route, query, request, body));
    });
    await sendOutput(request, response, route.operation, output);
    onActivity?.();
  }

  async function refuse(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
    error: unknown,
  ): Promise<void> {
    const failure = error instanceof ServiceError ? error : toInternal(error, requestId, request);
    const isRead = await discardBody(request, limits);
    if (response.headersSent || !isRead) {
      response.destroy();
      return;
    }
    sendFailure(response, failure);
  }

  function toInternal(error: unknown, requestId: string, request: IncomingMessage): ServiceError {
    if (!request.errored) {
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      service.log(`request ${requestId} failed: ${what}`);
    }
    return new InternalServerException(
      `The service failed; its log has the cause under request id ${requestId}.`,
    );
  }

  return {
    async listen(port) {
      await new Promise<void>((resolve, reject) => {
        http.once('error', (error) => reject(explainListen(error, port)));
        http.listen(port, '127.0.0.1', resolve);
      });
      endpoint = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
      return endpoint;
    },
    async close() {
      const cut = setTimeout(() => http.closeAllConnections(), CLOSE_GRACE_MS);
      await new Promise<void>((resolve) => {
        http.close(() => resolve());
        http.closeIdleConnections();
      });
      clearTimeout(cut);
    },
  };
}

function explainListen(error: NodeJS.ErrnoException, port: number): Error {
  return error.code === 'EADDRINUSE'
    ? new Error(
        `Port ${port} of 127.0.0.1 is taken by another program; choose another port, or 0 for a free one.`,
      )
    : error;
}

/** A page that made a name of its own resolve to 127.0.0.1 still sends that name; this is how it is told apart. */
function checkHost(host: string | undefined, endpoint: string): void {
  const port = new URL(endpoint).port;
  if (
    host === undefined ||
    !['127.0.0.1', 'localhost', '[::1]'].some((name) => host.toLowerCase() === `${name}:${port}`)
  ) {
    throw new ForbiddenHostException(`This service answers requests to ${endpoint} only; use that endpoint.`);
  }
}

async function perform<O extends OperationName>(
  service: Service,
  role: Role,
  operation: O,
  parts: RequestParts,
): Promise<Output> {
  const handle = handlers[operation];
  if (handle === undefined) {
    throw new NotImplementedException(
      `${operation} is not implemented by Burnline's embedded service yet; src/service/README.md lists what is.`,
    );
  }
  const input = validate(operation, parts);
  checkInputAccess(service, role, operation, input);
  return handle(service, input);
}

function toSigned(request: IncomingMessage): SignedRequest {
  return { method: request.method ?? '', target: request.url ?? '', headers: request.headersDistinct };
}

/** What a presigned request has in its query for its signature's sake is not for the operation. */
function toParts(route: Route, query: string, request: IncomingMessage, body: Uint8Array): RequestParts {
  const own = parseQuery(query).filter(([name]) => !isAmzParameter(name));
  return { labels: route.labels, query: own, headers: request.headers, body };
}

/** See handshake.ts: proves to a client that holds the key that this listener holds it too. */
function sendIdentity(
  response: ServerResponse,
  query: string,
  endpoint: string,
  key: AccessKey | undefined,
): void {
  const nonce = /^nonce=([0-9a-f]{32})$/.exec(query)?.[1];
  if (nonce === undefined) {
    throw new ValidationException('Ask with nonce= and 32 hexadecimal digits.');
  }
  const proof = key === undefined ? '' : proveIdentity(key.secretAccessKey, nonce, endpoint);
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': proof.length }).end(proof);
}
