import type { CodeGuruProfilerClientConfig } from '@aws-sdk/client-codeguruprofiler';
import { CodeGuruProfilerClient } from '@aws-sdk/client-codeguruprofiler';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ServiceAddress } from '../../src/service/handshake';
import type { Service } from '../../src/service/service';
import type { RunningService, StartOptions } from '../../src/service/start-service';
import { startService } from '../../src/service/start-service';

/** A service in this process on a folder of its own, and the two ways to speak to it: the AWS SDK, and bare HTTP. */
export interface TestService {
  readonly address: ServiceAddress;
  readonly client: CodeGuruProfilerClient;
  /** What its operations work with: for housekeeping by hand, see housekeeping.ts. */
  readonly service: Service;
  /** What the service has logged so far. */
  readonly logged: readonly string[];
  /** Ends it and starts another on the same folder. */
  restart(options?: Partial<StartOptions>): Promise<TestService>;
  /** Ends it and leaves the folder. */
  stop(): Promise<void>;
  /** Ends it and removes the folder. */
  end(): Promise<void>;
}

export async function startTestService(options: Partial<StartOptions> = {}): Promise<TestService> {
  const { dataFolder = makeFolder() } = options;
  const logged: string[] = [];
  const running: RunningService = await startService({
    threadScript: resolve('dist/service-thread.js'),
    log: (line) => logged.push(line),
    ...options,
    dataFolder,
  });
  const { clock = Date.now } = options;
  const client = clientOf(running.address);
  // Signs by the service's clock. The SDK would set its own after the Date of an answer, which is the real time.
  Object.defineProperty(client.config, 'systemClockOffset', {
    get: () => clock() - Date.now(),
    set: () => {},
  });
  const stop = async () => {
    client.destroy();
    await running.close();
  };
  return {
    address: running.address,
    client,
    service: running.service,
    logged,
    stop,
    async restart(changed = {}) {
      await stop();
      return startTestService({ ...options, ...changed, dataFolder });
    },
    async end() {
      await stop();
      rmSync(dataFolder, { recursive: true });
    },
  };
}

export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'burnline-service-'));
}

export function clientOf(
  { endpoint, region, accessKeyId, secretAccessKey }: ServiceAddress,
  more: CodeGuruProfilerClientConfig = {},
): CodeGuruProfilerClient {
  // One attempt: what is wanted here is the service's own answer, not the third one.
  return new CodeGuruProfilerClient({
    endpoint,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey },
    ...more,
  });
}

export interface RawRequest {
  readonly method?: string;
  /** Path and query as they go over the wire. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Of an error: `ResourceNotFoundException: Profiling group ...`. */
  readonly error: string;
}

/** Sends exactly what it is given. */
export function sendRaw(
  endpoint: string,
  { method = 'GET', target, headers = {}, body }: RawRequest,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { hostname, port, method, path: target, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: bytes,
            error: errorOf(response.headers, bytes),
          });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** Signs with the SDK's own signer, then sends as it is. */
export async function sendSigned(address: ServiceAddress, raw: RawRequest): Promise<RawAnswer> {
  return sendRaw(address.endpoint, await signed(address, raw));
}

export async function signed(
  address: ServiceAddress,
  { method = 'GET', target, headers = {}, body }: RawRequest,
  { service = 'codeguru-profiler', date = new Date() } = {},
): Promise<RawRequest> {
  const { host, hostname, port } = new URL(address.endpoint);
  const url = new URL(target, address.endpoint);
  const query: Record<string, string[]> = {};
  for (const [key, value] of url.searchParams) {
    query[key] = [...(query[key] ?? []), value];
  }
  const signer = new SignatureV4({ service, region: address.region, credentials: address, sha256: Sha256 });
  const { headers: all } = await signer.sign(
    {
      protocol: 'http:',
      hostname,
      port: Number(port),
      method,
      path: target.split('?')[0],
      query,
      body,
      headers: { host, ...headers },
    },
    { signingDate: date },
  );
  return { method, target, body, headers: all };
}

function errorOf(headers: IncomingHttpHeaders, body: Buffer): string {
  const code = headers['x-amzn-errortype'];
  if (code === undefined) {
    return '';
  }
  const { message } = JSON.parse(body.toString('utf8')) as { message: string };
  return `${String(code)}: ${message}`;
}
