import { parseGroupArn } from '../arn';
import type { Input } from '../model/input';
import type { Service } from '../service';
import { findGroup } from './group-description';

export function listTagsForResource(service: Service, { resourceArn }: Input<'ListTagsForResource'>) {
  return { tags: findGroup(service, parseGroupArn(service, resourceArn)).tags };
}
