import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeAgentProfile } from '../../src/profile/codec/agent-profile';
import type { Profile } from '../../src/profile/tables';

/** As much of the profiling service as an agent needs, which remembers what the agent does. */
export interface ProfileCatcher {
  /** For the agent: where to report, and a key that nobody checks. */
  readonly address: {
    readonly endpoint: string;
    readonly region: string;
    readonly agentKey: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly profiles: readonly Profile[];
  /** Resolves when the agent has asked for its configuration, which is when it starts sampling. */
  readonly configured: Promise<void>;
  close(): void;
}

/** Twenty samples a second, and no report before the end: what arrives was flushed. */
const ONLY_AT_THE_END = {
  shouldProfile: true,
  periodInSeconds: 600,
  agentParameters: {
    SamplingIntervalInMilliseconds: '50',
    MinimumTimeForReportingInMilliseconds: '1',
    MaxStackDepth: '1000',
    MemoryUsageLimitPercent: '90',
  },
};

export async function catchProfiles(): Promise<ProfileCatcher> {
  const profiles: Profile[] = [];
  let onConfigured = () => undefined as void;
  const configured = new Promise<void>((resolve) => (onConfigured = resolve));
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.url?.endsWith('/configureAgent')) {
      onConfigured();
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(ONLY_AT_THE_END));
      return;
    }
    profiles.push(decodeAgentProfile(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
    response.writeHead(204).end();
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      agentKey: { accessKeyId: 'any', secretAccessKey: 'any' },
    },
    profiles,
    configured,
    close: () => server.close(),
  };
}
