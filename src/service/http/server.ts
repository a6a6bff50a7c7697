import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { checkAccess, checkInputAccess } from '../auth/access';
import type { AdmissionLimits } from './admission';
import { ADMISSION_LIMITS, Connections, Requests } from './admission';
import type { BodyLimits } from './body';
import { BODY_LIMITS, BodyBudget, checkAnnouncedLength, discardBody } from './body';
import type { Site } from './caller';
import { checkCaller } from './caller';
import type { SignedRequest } from '../auth/canonical-request';
import { parseQuery, splitTarget } from '../auth/canonical-request';
import {
  InternalServerException,
  RequestTimeoutException,
  ServiceError,
  ValidationException,
} from '../errors';
import { IDENTITY_PATH, proveIdentity } from '../handshake';
import type { AccessKey, Role } from '../auth/key-file';
import { adminKeyOf } from '../auth/key-file';
import type { KeyRing } from '../auth/key-ring';
import type { Listeners, TimeLimits } from './listeners';
import { openListeners, TIME_LIMITS } from './listeners';
import type { OperationName } from '../model/input';
import { sendFailure, sendOutput } from './reply';
import type { Output, Route } from './routes';
import { findRoute, handlers } from './routes';
import type { Service } from '../service';
import { isAmzParameter } from '../auth/signature-form';
import { readClaims, verifySignature } from '../auth/sigv4';
import type { RemoteOptions } from './tls-options';
import { StorageError } from '../store/database';
import type { RequestParts } from './validation';
import { validate } from './validation';

export type Limits = AdmissionLimits & BodyLimits & TimeLimits;

export interface ServerOptions {
  readonly service: Service;
  readonly keys: KeyRing;
  /** On 127.0.0.1, and on ::1 where there is one; 0 takes a free one. */
  readonly port: number;
  /** Where other machines are let in as well. */
  readonly remote?: RemoteOptions;
  readonly limits?: Partial<Limits>;
  /** Called for every request of somebody who knows us, when it begins and when it ends. */
  readonly onActivity?: () => void;
}

/**
 * The service over HTTP, listening when this resolves. A request passes, in this order: caller, announced length, route,
 * claims of the signature, room, body, signature, access, constraints, operation, wire shape. What is cheap and needs no
 * trust comes first; nothing of a stranger's body is kept, and nothing is done before the signature holds.
 */
export function openServer(options: ServerOptions): Promise<Listeners> {
  const { service, keys, onActivity } = options;
  const limits = { ...ADMISSION_LIMITS, ...BODY_LIMITS, ...TIME_LIMITS, ...options.limits };
  const budget = new BodyBudget(limits);
  const connections = new Connections(limits);
  const requests = new Requests(limits);

  function onRequest(request: IncomingMessage, response: ServerResponse, site: Site): void {
    const requestId = randomUUID();
    response.setHeader('x-amzn-requestid', requestId);
    // For browsers, should one come this far: no page may have this as an image or a script, and it is neither.
    response.setHeader('cross-origin-resource-policy', 'same-origin');
    response.setHeader('x-content-type-options', 'nosniff');
    connections.begin(request.socket);
    response.once('close', () => connections.end(request.socket));
    answer(request, response, site)
      .catch((error: unknown) => refuse(request, response, requestId, error))
      .catch(() => response.destroy());
  }

  async function answer(request: IncomingMessage, response: ServerResponse, site: Site): Promise<void> {
    checkCaller(request, site);
    const [path, query] = splitTarget(request.url ?? '');
    const now = service.clock();
    if (path === IDENTITY_PATH) {
      onActivity?.();
      return sendIdentity(response, query, site, adminKeyOf(keys.valid(now)));
    }
    checkAnnouncedLength(request, limits);
    const route = findRoute(request.method ?? '', path);
    const signed = toSigned(request);
    const claims = readClaims(signed, { keys: keys.valid(now), region: service.region, now });
    requests.check();
    budget.check();
    await budget.withBody(request, async (body) => {
      verifySignature(claims, signed, body.raw);
      const end = requests.begin();
      try {
        connections.prove(request.socket);
        onActivity?.();
        const { role } = claims.key;
        checkAccess(service, role, route);
        const plain = await body.unpack(request.headers['content-encoding']);
        const output = await perform(service, role, route.operation, toParts(route, query, request, plain));
        await sendOutput(request, response, route.operation, output);
      } finally {
        onceClosed(response, end);
      }
    });
    onActivity?.();
  }

  async function refuse(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
    error: unknown,
  ): Promise<void> {
    const failure = error instanceof ServiceError ? error : toInternal(error, requestId, request);
    connections.end(request.socket);
    // Who has stopped sending has been waited for long enough.
    const isRead = !(failure instanceof RequestTimeoutException) && (await discardBody(request, limits));
    if (response.headersSent || request.socket.destroyed) {
      response.destroy();
      return;
    }
    if (!isRead) {
      response.setHeader('connection', 'close');
    }
    sendFailure(response, failure);
  }

  function toInternal(error: unknown, requestId: string, request: IncomingMessage): ServiceError {
    if (!request.errored) {
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      service.log(`request ${requestId} failed: ${what}`);
    }
    return new InternalServerException(
      error instanceof StorageError
        ? error.message
        : `The service failed; its log has the cause under request id ${requestId}.`,
    );
  }

  const { port, remote } = options;
  return openListeners({ port, remote, connections, limits, log: service.log, onRequest });
}

function onceClosed(response: ServerResponse, then: () => void): void {
  if (response.closed) {
    then();
  } else {
    response.once('close', then);
  }
}

async function perform<O extends OperationName>(
  service: Service,
  role: Role,
  operation: O,
  parts: RequestParts,
): Promise<Output> {
  const input = validate(operation, parts);
  checkInputAccess(service, role, operation, input);
  return handlers[operation](service, input);
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
function sendIdentity(response: ServerResponse, query: string, { endpoint }: Site, key: AccessKey): void {
  const nonce = /^nonce=([0-9a-f]{32})$/.exec(query)?.[1];
  if (nonce === undefined) {
    throw new ValidationException('Ask with nonce= and 32 hexadecimal digits.');
  }
  const proof = proveIdentity(key.secretAccessKey, nonce, endpoint);
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': proof.length }).end(proof);
}
