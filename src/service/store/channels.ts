import type { Database } from './database';
import type { GroupId } from './groups';

/** Where anomalies of a group are told. */
export interface Channel {
  readonly id: string;
  readonly uri: string;
  readonly eventPublishers: readonly string[];
}

export type ChannelStore = ReturnType<typeof createChannelStore>;

export function createChannelStore({ all, run, transaction }: Database) {
  return {
    /** In the order in which they were added. */
    list: (group: GroupId): Channel[] =>
      all(
        'SELECT id, uri, publishers FROM notification_channel WHERE group_id = ? ORDER BY rowid',
        group,
      ).map((row) => ({
        id: String(row.id),
        uri: String(row.uri),
        eventPublishers: JSON.parse(String(row.publishers)) as string[],
      })),

    /** All or none. */
    add(group: GroupId, channels: readonly Channel[]): void {
      transaction(() => {
        for (const { id, uri, eventPublishers } of channels) {
          run(
            'INSERT INTO notification_channel (group_id, id, uri, publishers) VALUES (?, ?, ?, ?)',
            group,
            id,
            uri,
            JSON.stringify(eventPublishers),
          );
        }
      });
    },

    /** Whether there was one. */
    remove: (group: GroupId, id: string): boolean =>
      run('DELETE FROM notification_channel WHERE group_id = ? AND id = ?', group, id).changes > 0,
  };
}
