import { LOCAL_CONNECTION_ID } from '../aws/endpoint';
import type { GroupSummary } from '../aws/gateway';
import type { GroupTarget } from '../host/contributions';
import type { ConnectionState } from './nodes';

/** The group whose agent reported last, undefined where none ever did. */
export function newestGroup(connections: readonly ConnectionState[]): GroupSummary | undefined {
  let newest: GroupSummary | undefined;
  for (const { summary } of connections.flatMap(({ groups }) => groups)) {
    if ((summary.lastAgentProfileAt ?? 0) > (newest?.lastAgentProfileAt ?? 0)) newest = summary;
  }
  return newest;
}

/** What runs, or ran last, on this machine. */
export function localRun(connections: readonly ConnectionState[]): GroupTarget | undefined {
  const newest = newestGroup(
    connections.filter(({ id, status }) => id === LOCAL_CONNECTION_ID && status === 'ready'),
  );
  return newest && { connectionId: LOCAL_CONNECTION_ID, group: newest.name };
}
