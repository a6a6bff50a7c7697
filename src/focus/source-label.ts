import { FILE_CONNECTION_ID, parseFileAddress } from '../protocol/source';

/** What people call a source: the group, or of a file the last part of its address. */
export function labelOf({
  connectionId,
  group,
}: {
  readonly connectionId: string;
  readonly group: string;
}): string {
  if (connectionId !== FILE_CONNECTION_ID) return group;
  const { uri } = parseFileAddress(group);
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name) || uri;
  } catch {
    // Kept from elsewhere, and no address after all.
    return name;
  }
}
