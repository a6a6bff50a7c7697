import type { Database } from './database';
import type { GroupId } from './groups';

/** Of a group's resource-based policy, what changes: who is in its one statement, and which change was the last. */
export interface Policy {
  readonly revisionId: string;
  /** None after a removal: there is no statement then. */
  readonly principals: readonly string[];
}

export type PolicyStore = ReturnType<typeof createPolicyStore>;

export function createPolicyStore({ get, run }: Database) {
  return {
    /** undefined while nobody has ever put one. */
    find(group: GroupId): Policy | undefined {
      const row = get('SELECT revision_id, principals FROM policy WHERE group_id = ?', group);
      return (
        row && {
          revisionId: String(row.revision_id),
          principals: JSON.parse(String(row.principals)) as string[],
        }
      );
    },

    put(group: GroupId, { revisionId, principals }: Policy): void {
      run(
        `INSERT INTO policy (group_id, revision_id, principals) VALUES (?, ?, ?)
         ON CONFLICT (group_id) DO UPDATE SET revision_id = excluded.revision_id, principals = excluded.principals`,
        group,
        revisionId,
        JSON.stringify(principals),
      );
    },
  };
}
