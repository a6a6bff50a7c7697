import { fromIni, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import type { AwsConnection } from './endpoint';

/**
 * The only file that reads AWS credentials. It is a bundle of its own (dist/aws-providers.js), loaded when an AWS
 * connection is made or used: about a megabyte that somebody with the embedded service alone never runs.
 */

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export type CredentialsProvider = () => Promise<Credentials>;

/** Keys, SSO, processes and role chains of a shared-configuration profile, then the connection's own role on top. */
export function profileCredentials({ profile, region, roleArn }: AwsConnection): CredentialsProvider {
  const ofProfile = fromIni({ profile, clientConfig: { region } });
  if (roleArn === undefined || roleArn === '') return ofProfile;
  return fromTemporaryCredentials({
    masterCredentials: ofProfile,
    params: { RoleArn: roleArn, RoleSessionName: 'burnline' },
    clientConfig: { region },
  });
}

export interface SharedProfile {
  readonly name: string;
  /** '' where the profile names none. */
  readonly region: string;
}

/** What `~/.aws/config` and `~/.aws/credentials` (or the files that the environment names) list, in order of name. */
export async function listSharedProfiles(): Promise<SharedProfile[]> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const names = new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)]);
  return [...names]
    .filter((name) => !/^(sso-session|services)\./.test(name)) // sections of other kinds
    .sort()
    .map((name) => ({ name, region: configFile[name]?.region ?? credentialsFile[name]?.region ?? '' }));
}
