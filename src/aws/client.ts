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
    ...(endpoint ? { endpoint } : {}),
    ...(connection.kind === 'local' ? SELF_CONTAINED : {}),
  });
}

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
