import { parseGroupArn } from '../arn';
import { findGroup } from '../groups';
import type { Input } from '../model/input';
import type { Service } from '../service';

export function listTagsForResource(service: Service, { resourceArn }: Input<'ListTagsForResource'>) {
  return { tags: findGroup(service, parseGroupArn(service, resourceArn)).tags };
}
