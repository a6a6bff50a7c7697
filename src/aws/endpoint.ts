/**
 * Where a connection's requests go and on whose behalf: the service on this machine, or AWS. Both are plain values,
 * so exchanging one for the other exchanges a value. No SDK types here.
 */
export type Connection = LocalConnection | AwsConnection;

export interface LocalConnection {
  readonly kind: 'local';
  readonly address: LocalAddress;
}

/** What the embedded service says when it is ready, as far as a client of it needs it. */
export interface LocalAddress {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** For programs under the agent, see agent/launch-plan.ts. */
  readonly agentKey?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface AwsConnection {
  readonly kind: 'aws';
  /** A profile of the shared AWS configuration files, such as `default`. */
  readonly profile: string;
  readonly region: string;
  /** A role to assume with the profile's credentials. */
  readonly roleArn?: string;
  /** Instead of the region's own: a VPC endpoint, a proxy, an emulator. */
  readonly endpoint?: string;
}

/** Where CodeGuru Profiler is offered, in the order in which AWS lists regions. */
export const PROFILER_REGIONS: readonly string[] = [
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'ap-northeast-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
];

export function regionOf(connection: Connection): string {
  return connection.kind === 'local' ? connection.address.region : connection.region;
}

/** One text per connection, the same in every window and session: it keys caches, tree rows and what was selected last. */
export function connectionId(connection: Connection): string {
  if (connection.kind === 'local') return LOCAL_CONNECTION_ID;
  const { profile, region, roleArn = '', endpoint = '' } = connection;
  return ['aws', profile, region, roleArn, endpoint].map(encodeURIComponent).join('/');
}

/** There is one service per machine and data folder, so its address (a new port each time) is no part of the name. */
export const LOCAL_CONNECTION_ID = 'local';

/**
 * Whether what was opened for one connection is good for another one of the same id. The embedded service has another
 * port after each start, and keys that `burnline keys` changes while it runs, also the one that agents are given alone;
 * AWS connections are their own address.
 */
export function isSameAddress(a: Connection, b: Connection): boolean {
  if (a.kind !== 'local' || b.kind !== 'local') return a.kind === b.kind;
  return textOf(a.address) === textOf(b.address);
}

function textOf({
  endpoint,
  region,
  accountId,
  accessKeyId,
  secretAccessKey,
  agentKey,
}: LocalAddress): string {
  const ofAgents = [agentKey?.accessKeyId, agentKey?.secretAccessKey];
  return JSON.stringify([endpoint, region, accountId, accessKeyId, secretAccessKey, ...ofAgents]);
}
