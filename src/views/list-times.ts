import { listTimes } from '../focus/profile-times';
import type { TimesWithData } from '../focus/profile-times';
import type { Connections } from '../host/connections';
import type { GroupTarget } from '../host/contributions';
import { FILE_CONNECTION_ID } from '../protocol/source';

/** When a group has profiles; a file has no times but its own. */
export async function listTimesOf(
  { connectionId, group }: GroupTarget,
  connections: Pick<Connections, 'connect'>,
  signal: AbortSignal = new AbortController().signal,
): Promise<TimesWithData> {
  if (connectionId === FILE_CONNECTION_ID) return { fiveMinutes: [], hours: [], days: [] };
  const { gateway } = await connections.connect(connectionId, signal);
  return listTimes({ gateway, group, now: Date.now(), signal });
}
