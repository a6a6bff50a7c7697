import { describeGroup } from '../groups';
import type { Input } from '../model/input';
import type { Service } from '../service';
import { nextToken, tokenPosition } from '../tokens';

const PAGE = 100;
const QUESTION = ['ListProfilingGroups'];

/** In order of creation: a group that is made or deleted between two pages moves no other one. */
export function listProfilingGroups(service: Service, input: Input<'ListProfilingGroups'>) {
  const { includeDescription = false, maxResults = PAGE, nextToken: token } = input;
  const after = token === undefined ? 0 : tokenPosition(QUESTION, token);
  const found = service.store.groups.list(after, maxResults + 1);
  const page = found.slice(0, maxResults);
  return {
    profilingGroupNames: page.map((group) => group.name),
    profilingGroups: includeDescription ? page.map((group) => describeGroup(service, group)) : undefined,
    nextToken: found.length > maxResults ? nextToken(QUESTION, page[page.length - 1].id) : undefined,
  };
}
