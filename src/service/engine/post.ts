import { deflateSync } from 'node:zlib';
import type { ProfileMeta } from '../../profile/tables';
import type { EpochMs } from '../../profile/units';
import { ResourceNotFoundException, ValidationException } from '../errors';
import { finestKept } from '../periods';
import { checkPosted } from '../posted-profile';
import { MAX_SKEW_MS } from '../auth/sigv4';
import type { Group } from '../store/groups';
import type { NewAgentProfile } from '../store/profiles';
import { toWireTime } from '../timestamps';
import type { Workshop } from './jobs';

export interface PostInput {
  readonly group: Pick<Group, 'id' | 'name' | 'computePlatform'>;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly token: string | undefined;
  readonly now: EpochMs;
}

/** The user guide's own words. */
export function notOnLambda(): ValidationException {
  return new ValidationException(
    'Profiling group is configured for AWS Lambda compute platform, whereas CodeGuru Profiler agent is not running ' +
      "on AWS Lambda. Please refer to CodeGuru Profiler's documentation to learn more.",
  );
}

/**
 * Files agent profiles as they were posted, all that wait in one transaction. When this returns, they are on the disk.
 * A retry with the same token succeeds and files nothing, also after a restart.
 *
 * @returns for each, why it was not filed; undefined when it was
 */
export function postAll({ store }: Workshop, inputs: readonly PostInput[]): (Error | undefined)[] {
  const read = inputs.map((input) => {
    try {
      return { filed: toFiled(input) };
    } catch (error) {
      return { error: error instanceof Error ? error : new Error(String(error)) };
    }
  });
  const isThere = store.profiles.insert(read.flatMap(({ filed }) => filed ?? []));
  return read.map(({ error }, at) => {
    const hasGroup = error !== undefined || isThere.shift() === true;
    return hasGroup
      ? error
      : new ResourceNotFoundException(`Profiling group with name ${inputs[at].group.name} does not exist.`);
  });
}

/** @throws {ValidationException} */
function toFiled({ group, bytes, contentType, token, now }: PostInput): NewAgentProfile {
  const { meta, format } = checkPosted(bytes, contentType);
  checkPlatform(group, meta);
  checkTime(meta, now);
  return {
    group: group.id,
    token,
    // A fraction of a millisecond would make a period of its own in the store.
    start: Math.floor(meta.start),
    receivedAt: now,
    format,
    // Level 1: most of the gain for a fifth of the time.
    body: deflateSync(bytes, { level: 1 }),
  };
}

function checkPlatform({ computePlatform }: PostInput['group'], { fleet }: ProfileMeta): void {
  if (computePlatform === 'AWSLambda' && fleet.some(({ computeType }) => computeType !== 'aws_lambda')) {
    throw notOnLambda();
  }
}

/**
 * A profile is filed under its own start. One from the future would be "the latest" until that time has come, and one
 * from before all retention would be gone at once; agents whose clock is as wrong as that cannot sign a request either.
 */
function checkTime({ start, end }: ProfileMeta, now: EpochMs): void {
  if (end > now + MAX_SKEW_MS) {
    throw new ValidationException(
      `The agent profile ends at ${toWireTime(end)}, more than 15 minutes from now (${toWireTime(now)}); set the clock of its host right.`,
    );
  }
  if (finestKept(start, now) === undefined) {
    throw new ValidationException(
      `The agent profile started at ${toWireTime(start)}; profiles are kept for three years, so it is too old.`,
    );
  }
}
