import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LocalConnection } from '../../src/aws/endpoint';

/** An answer of the stub: JSON unless a body is given. */
export interface StubAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: Buffer;
}

export interface Stub {
  readonly connection: LocalConnection;
  /** `GET /path?query` of every request, in order. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

/** A service on loopback that says what a test makes it say: pages, rubbish, refusals. */
export async function startStub(
  answer: (request: string, message: IncomingMessage) => StubAnswer,
): Promise<Stub> {
  const requests: string[] = [];
  const server = createServer((message, response) => {
    const request = `${message.method} ${message.url}`;
    requests.push(request);
    message.resume();
    const { status = 200, headers = {}, json, body } = answer(request, message);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body ?? (json === undefined ? '' : JSON.stringify(json)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    connection: {
      kind: 'local',
      address: {
        endpoint: `http://127.0.0.1:${port}`,
        region: 'eu-west-1',
        accountId: '123456789012',
        accessKeyId: 'AKIDEXAMPLE',
        secretAccessKey: 'secret',
      },
    },
    requests,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function failure(status: number, type: string, message: string): StubAnswer {
  return { status, headers: { 'x-amzn-errortype': type }, json: { message } };
}
