import type { AwsConnection, Connection } from '../aws/endpoint';
import { createGateway, type Gateway } from '../aws/gateway';
import type { ProfilerError } from '../aws/profiler-error';
import { isProfilerError } from '../aws/profiler-error';
import { DEFAULT_RANGE, parseRange, type TimeRange } from '../focus/time-range';
import type { Recommendation } from '../insight/recommend';
import { recommend } from '../insight/recommend';
import type { Profile } from '../profile/tables';
import { toReadable } from '../profile/wrappers';
import { defaultDataFolder, findService } from '../service/handshake';
import { Failure } from './failure';
import { readProfileFile } from './profile-file';

/** What `<source>` stands for, read. */
export interface Source {
  /** As reported: Python's WALL_TIME is one state, wrapper frames are in it. */
  readonly profile: Profile;
  /** Where the program runs, as far as the source says: whose prices to take. */
  readonly region: string | undefined;
  getRecommendations(): Promise<readonly Recommendation[]>;
}

/**
 * Reads a file, or `local:GROUP[@RANGE]`, or `aws:PROFILE/REGION/GROUP[@RANGE]`, and gives it to `use`; connections
 * are closed when that is done.
 */
export async function withSource<T>(text: string, use: (source: Source) => Promise<T>): Promise<T> {
  const group = parseGroup(text);
  if (group === undefined) {
    const profile = await readProfileFile(text);
    const getRecommendations = () => Promise.resolve(recommend(toReadable(profile)));
    return use({ profile, region: undefined, getRecommendations });
  }
  const connection = group.aws ?? (await localConnection());
  const gateway = createGateway(connection);
  try {
    return await use(await fromGateway(gateway, group));
  } catch (error) {
    throw isProfilerError(error) ? new Failure(error.message, exitCodeOf(error), error.cause) : error;
  } finally {
    gateway.dispose();
  }
}

interface GroupSource {
  readonly group: string;
  readonly range: TimeRange;
  /** undefined for the embedded service, whose address is yet to be found. */
  readonly aws: AwsConnection | undefined;
}

const LOCAL = /^local:([^@]+)(?:@(.*))?$/s;
/** Names of AWS profiles may have any of these characters themselves. */
const AWS = /^aws:(.+?)\/([a-z]{2}(?:-[a-z]+)+-\d)\/([^@/]+)(?:@(.*))?$/s;

/** @returns undefined for what is a file */
function parseGroup(text: string): GroupSource | undefined {
  const local = LOCAL.exec(text);
  if (local !== null) return { group: local[1], range: parseSourceRange(local[2]), aws: undefined };
  const aws = AWS.exec(text);
  if (aws !== null) {
    return {
      group: aws[3],
      range: parseSourceRange(aws[4]),
      aws: { kind: 'aws', profile: aws[1], region: aws[2] },
    };
  }
  if (!/^(?:local|aws):/.test(text)) return undefined;
  throw new Failure(
    `${JSON.stringify(text)} names no profiling group; write local:GROUP[@RANGE] or aws:PROFILE/REGION/GROUP[@RANGE].`,
  );
}

function parseSourceRange(text: string | undefined): TimeRange {
  const range = text === undefined ? DEFAULT_RANGE : parseRange(text);
  if (range === undefined) {
    throw new Failure(
      `${JSON.stringify(text)} is no range; write START/END in ISO 8601, or a duration such as PT1H.`,
    );
  }
  return range;
}

async function localConnection(): Promise<Connection> {
  const dataFolder = defaultDataFolder(process.env, process.platform);
  const address = await findService(dataFolder);
  if (address === undefined) {
    throw new Failure(
      `No embedded service runs for ${dataFolder}; start one with \`burnline serve\`, or name its folder in BURNLINE_DATA.`,
      3,
    );
  }
  return { kind: 'local', address };
}

async function fromGateway(gateway: Gateway, { group, range }: GroupSource): Promise<Source> {
  const { connection } = gateway;
  const profile = await gateway.getProfile(group, range);
  const { start, end } = profile.meta;
  return {
    profile,
    region: connection.kind === 'aws' ? connection.region : connection.address.region,
    getRecommendations: () => gateway.getRecommendations(group, { start, end }),
  };
}

/** The asker can set these right; all else is between here and there. */
function exitCodeOf({ code }: ProfilerError): 2 | 3 {
  return ['not-found', 'validation', 'unreadable', 'conflict'].includes(code) ? 2 : 3;
}
