import type { Connection } from './endpoint';
import type { Credentials, CredentialsProvider } from './providers';

/** The module that reads AWS credentials, behind a function so that nothing of it runs before it is needed. */
export type LoadProviders = () => Promise<typeof import('./providers')>;

/** The build makes of this import a bundle of its own, read from disk at the first call. */
export const loadProviders: LoadProviders = () => import('./providers');

/**
 * Who a connection signs as. The embedded service has keys of its own: for it no credential file, environment
 * variable or instance-metadata address is ever looked at.
 */
export function credentialsOf(
  connection: Connection,
  load: LoadProviders,
): Credentials | CredentialsProvider {
  if (connection.kind === 'local') {
    const { accessKeyId, secretAccessKey } = connection.address;
    return { accessKeyId, secretAccessKey };
  }
  return async () => {
    const providers = await load();
    return providers.profileCredentials(connection)();
  };
}
