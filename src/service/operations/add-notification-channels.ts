import { randomUUID } from 'node:crypto';
import { configurationOf } from '../channels';
import { ConflictException, ServiceQuotaExceededException, ValidationException } from '../errors';
import { findGroup } from '../groups';
import type { Input } from '../model/input';
import type { Service } from '../service';
import type { Channel } from '../store/channels';

/** AWS's quota per profiling group. */
const MAX_CHANNELS = 2;

/** CloudFormation's pattern for channels, narrowed to SNS as the service model's text has it, and to names of topics. */
const TOPIC = /^arn:aws[-\w]*:sns:(?:(?:[a-z]+-)+\d+)?:\d{12}:[\w-]{1,256}$/;

/** Kept and answered; nothing is sent to SNS from here, see the events of this service instead. */
export function addNotificationChannels(service: Service, input: Input<'AddNotificationChannels'>) {
  const group = findGroup(service, input.profilingGroupName);
  const known = service.store.channels.list(group.id);
  const added = input.channels.map((channel) => ({ ...channel, id: channel.id ?? randomUUID() }));
  added.forEach((channel, at) => checkChannel(channel, [...known, ...added.slice(0, at)]));
  if (known.length + added.length > MAX_CHANNELS) {
    throw new ServiceQuotaExceededException(
      `A profiling group has at most ${MAX_CHANNELS} notification channels; remove one first.`,
    );
  }
  service.store.channels.add(group.id, added);
  return configurationOf(service, group);
}

function checkChannel({ id, uri }: Channel, others: readonly Channel[]): void {
  if (!TOPIC.test(uri)) {
    throw new ValidationException(
      `Value '${uri.slice(0, 256)}' at 'uri' failed to satisfy constraint: Member must be the ARN of an SNS topic`,
    );
  }
  if (others.some((other) => other.uri === uri)) {
    throw new ConflictException(`The profiling group has a notification channel to ${uri} already.`);
  }
  if (others.some((other) => other.id === id)) {
    throw new ConflictException(
      `The profiling group has a notification channel with id ${id} already; send another id, or none.`,
    );
  }
}
