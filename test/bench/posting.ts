import { SignatureV4 } from '@smithy/signature-v4';
import type { Hash, Hmac } from 'node:crypto';
import { createHash, createHmac } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import type { ServiceAddress } from '../../src/service/handshake';

/**
 * Requests as agents make them, signed by the SDK's own signer. They are signed before the clock runs: an agent has a
 * processor of its own to do that on, while the service and all agents here share this machine's.
 */

export interface SignedRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Answers {
  /** Of each request, from its first byte to the last of its answer, in milliseconds. */
  readonly latencies: readonly number[];
  /** From the first request to the last answer. */
  readonly elapsedMs: number;
  /** The last answer's body. */
  readonly body: Buffer;
}

export function signPost(
  address: ServiceAddress,
  group: string,
  token: string,
  body: Buffer,
): Promise<SignedRequest> {
  return sign(address, 'POST', `/profilingGroups/${group}/agentProfile?profileToken=${token}`, body);
}

export function signConfigure(address: ServiceAddress, group: string): Promise<SignedRequest> {
  const body = Buffer.from('{"metadata":{},"fleetInstanceId":"host-1"}');
  return sign(address, 'POST', `/profilingGroups/${group}/configureAgent`, body);
}

export function signRead(address: ServiceAddress, group: string, range: string): Promise<SignedRequest> {
  return sign(address, 'GET', `/profilingGroups/${group}/profile?${range}`, Buffer.alloc(0));
}

export function signCreate(address: ServiceAddress, group: string): Promise<SignedRequest> {
  const body = Buffer.from(JSON.stringify({ profilingGroupName: group }));
  return sign(address, 'POST', `/profilingGroups?clientToken=${group}`, body);
}

/**
 * Sends all of them over that many connections, each of which sends its next one when it has its answer.
 *
 * @throws {Error} when one is not answered with success
 */
export async function sendAll(
  endpoint: string,
  requests: readonly SignedRequest[],
  connections: number,
): Promise<Answers> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  let next = 0;
  let body: Buffer = Buffer.alloc(0);
  const started = performance.now();
  const connection = async () => {
    while (next < requests.length) {
      const begun = performance.now();
      body = await send(agent, endpoint, requests[next++]);
      latencies.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  const elapsedMs = performance.now() - started;
  agent.destroy();
  return { latencies, elapsedMs, body };
}

function send(
  agent: Agent,
  endpoint: string,
  { method, target, headers, body }: SignedRequest,
): Promise<Buffer> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ agent, hostname, port, method, path: target, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode = 0 } = response;
        const answer = Buffer.concat(chunks);
        if (statusCode < 300) {
          resolve(answer);
        } else {
          reject(new Error(`${method} ${target}: ${statusCode} ${answer.toString('utf8', 0, 300)}`));
        }
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function sign(
  address: ServiceAddress,
  method: string,
  target: string,
  body: Buffer,
): Promise<SignedRequest> {
  const { host, hostname, port } = new URL(address.endpoint);
  const { pathname, searchParams } = new URL(target, address.endpoint);
  const { region } = address;
  const signer = new SignatureV4({
    service: 'codeguru-profiler',
    region,
    credentials: address,
    sha256: Sha256,
  });
  const { headers } = await signer.sign({
    protocol: 'http:',
    hostname,
    port: Number(port),
    method,
    path: pathname,
    query: Object.fromEntries(searchParams),
    body,
    headers: {
      host,
      accept: 'application/json',
      'content-type': 'application/json',
      'content-length': String(body.length),
    },
  });
  return { method, target, headers, body };
}

/** The SDK's own hash is written in JavaScript and takes a second for what OpenSSL does in a few milliseconds. */
class Sha256 {
  private hash: Hash | Hmac;

  constructor(private readonly secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = this.begin();
  }

  update(data: Uint8Array): void {
    this.hash.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }

  reset(): void {
    this.hash = this.begin();
  }

  private begin(): Hash | Hmac {
    return this.secret === undefined ? createHash('sha256') : createHmac('sha256', toKey(this.secret));
  }
}

function toKey(secret: string | ArrayBuffer | ArrayBufferView): string | Uint8Array {
  if (typeof secret === 'string') {
    return secret;
  }
  return ArrayBuffer.isView(secret)
    ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength)
    : new Uint8Array(secret);
}
