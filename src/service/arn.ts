import { ResourceNotFoundException, ValidationException } from './errors';
import type { Service } from './service';

/** `arn:aws:codeguru-profiler:us-east-1:000000000000:profilingGroup/NAME` */
export function groupArn({ region, accountId }: Pick<Service, 'region' | 'accountId'>, name: string): string {
  return `arn:aws:codeguru-profiler:${region}:${accountId}:profilingGroup/${name}`;
}

/**
 * @throws {ValidationException} when it is no ARN of a profiling group
 * @throws {ResourceNotFoundException} when it is one of another region or account
 */
export function parseGroupArn(service: Pick<Service, 'region' | 'accountId'>, arn: string): string {
  const name = /^arn:aws[\w-]*:codeguru-profiler:[\w-]*:\d*:profilingGroup\/([\w-]{1,255})$/.exec(arn)?.[1];
  if (name === undefined) {
    throw new ValidationException(
      `Value '${arn.slice(0, 256)}' at 'resourceArn' failed to satisfy constraint: Member must be the ARN of a profiling group`,
    );
  }
  if (arn !== groupArn(service, name)) {
    throw new ResourceNotFoundException(
      `There is no resource ${arn} here: this service is ${groupArn(service, '*')}.`,
    );
  }
  return name;
}
