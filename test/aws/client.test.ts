import assert from 'node:assert/strict';
import { createClient } from '../../src/aws/client';
import type { Connection } from '../../src/aws/endpoint';

const LOCAL: Connection = {
  kind: 'local',
  address: {
    endpoint: 'http://127.0.0.1:1',
    region: 'us-east-1',
    accountId: '000000000000',
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: 'secret',
  },
};
const AWS: Connection = { kind: 'aws', profile: 'acme', region: 'eu-west-1' };

describe("the SDK's client", () => {
  for (const connection of [LOCAL, AWS]) {
    it(`waits for no answer of ${connection.kind} for ever`, async () => {
      const client = createClient(connection, () => Promise.reject(new Error('There is nothing to load.')));
      // The handler settles its settings in the background, before its first request.
      await new Promise(setImmediate);
      const { requestTimeout, connectionTimeout } = client.config.requestHandler.httpHandlerConfigs() as {
        requestTimeout?: number;
        connectionTimeout?: number;
      };
      client.destroy();
      assert.ok(requestTimeout && requestTimeout <= 60_000);
      assert.ok(connectionTimeout && connectionTimeout <= 10_000);
    });
  }
});
