import { CodeGuruProfilerClient } from '@aws-sdk/client-codeguruprofiler';
import { credentialsOf } from './credentials';
import type { LoadProviders } from './credentials';
import { regionOf } from './endpoint';
import type { Connection } from './endpoint';

/** Makes the SDK's client for a connection; close it with `destroy()`. */
export function createClient(connection: Connection, loadProviders: LoadProviders): CodeGuruProfilerClient {
  const endpoint = connection.kind === 'local' ? connection.address.endpoint : connection.endpoint;
  return new CodeGuruProfilerClient({
    region: regionOf(connection),
    credentials: credentialsOf(connection, loadProviders),
    requestHandler: connection.kind === 'local' ? LOCAL_PATIENCE : AWS_PATIENCE,
    ...(endpoint ? { endpoint } : {}),
    ...(connection.kind === 'local' ? SELF_CONTAINED : {}),
  });
}

/**
 * Milliseconds, for each attempt; by default the SDK waits for ever, and so would the side bar. The embedded service
 * makes its largest answers in a few seconds, during which nothing is sent; AWS is further away.
 */
const LOCAL_PATIENCE = { connectionTimeout: 2_000, requestTimeout: 30_000 } as const;
const AWS_PATIENCE = { connectionTimeout: 10_000, requestTimeout: 60_000 } as const;

/**
 * Each of these has a default that the SDK looks up in the environment and in ~/.aws/config, and
 * AWS_DEFAULTS_MODE=auto would even ask the instance-metadata address. Said here, none is looked up.
 */
const SELF_CONTAINED = {
  maxAttempts: 2,
  retryMode: 'standard',
  defaultsMode: 'legacy',
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
} as const;
