import type { GroupSummary } from '../aws/gateway';
import type { ConnectionState } from './nodes';

/** The group whose agent reported last, undefined where none ever did. */
export function newestGroup(connections: readonly ConnectionState[]): GroupSummary | undefined {
  let newest: GroupSummary | undefined;
  for (const { summary } of connections.flatMap(({ groups }) => groups)) {
    if ((summary.lastAgentProfileAt ?? 0) > (newest?.lastAgentProfileAt ?? 0)) newest = summary;
  }
  return newest;
}
