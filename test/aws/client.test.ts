import { ListProfilingGroupsCommand } from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { createClient } from '../../src/aws/client';
import type { LoadProviders } from '../../src/aws/credentials';
import type { Connection } from '../../src/aws/endpoint';
import { startStub } from './stub-service';

interface Patience {
  readonly requestTimeout?: number;
  readonly connectionTimeout?: number;
}

describe("the SDK's client", () => {
  for (const kind of ['local', 'aws'] as const) {
    it(`waits for no answer for ever (${kind})`, async () => {
      const stub = await startStub(() => ({ json: { profilingGroupNames: [] } }));
      const { endpoint } = stub.connection.address;
      const aws: Connection = { kind: 'aws', profile: 'acme', region: 'eu-west-1', endpoint };
      const client = createClient(kind === 'aws' ? aws : stub.connection, loadFixedKeys);
      // The handler has its settings from its first request on.
      await client.send(new ListProfilingGroupsCommand({}));
      const handler: unknown = client.config.requestHandler;
      const patience = (handler as { httpHandlerConfigs(): Patience }).httpHandlerConfigs();
      client.destroy();
      await stub.stop();
      assert.ok(within(patience.requestTimeout, 60_000) && within(patience.connectionTimeout, 10_000));
    });
  }
});

function within(milliseconds: number | undefined, most: number): boolean {
  return milliseconds !== undefined && milliseconds > 0 && milliseconds <= most;
}

const loadFixedKeys = (async () => ({
  profileCredentials: () => async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }),
})) as unknown as LoadProviders;
