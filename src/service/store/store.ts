import { createAggregateStore } from './aggregates';
import type { AggregateStore } from './aggregates';
import type { AnomalyStore } from './anomalies';
import { createAnomalyStore } from './anomalies';
import type { ChannelStore } from './channels';
import { createChannelStore } from './channels';
import { openDatabase } from './database';
import type { EventStore } from './events';
import { createEventStore } from './events';
import type { FindingsStore } from './findings';
import { createFindingsStore } from './findings';
import type { GroupStore } from './groups';
import { createGroupStore } from './groups';
import type { PolicyStore } from './policies';
import { createPolicyStore } from './policies';
import type { ProfileStore } from './profiles';
import { createProfileStore } from './profiles';
import type { ReportStore } from './reports';
import { createReportStore } from './reports';

/**
 * What the service keeps, and nothing about what that means: no constraint, no wire shape and no profile is known in
 * this folder. One sub-store a subject, one file each. Every method is one transaction; a method that returned has its
 * effect on the disk, unless it says otherwise.
 *
 * Each thread opens its own: SQLite lets any number read and one write at a time.
 */
export interface Store {
  readonly groups: GroupStore;
  readonly profiles: ProfileStore;
  readonly aggregates: AggregateStore;
  readonly policies: PolicyStore;
  readonly channels: ChannelStore;
  readonly reports: ReportStore;
  readonly anomalies: AnomalyStore;
  readonly findings: FindingsStore;
  readonly events: EventStore;
  /** What the content takes on the disk. */
  bytes(): number;
  close(): void;
}

/** @throws {StorageError} */
export function openStore(path: string): Store {
  const database = openDatabase(path);
  return {
    groups: createGroupStore(database),
    profiles: createProfileStore(database),
    aggregates: createAggregateStore(database),
    policies: createPolicyStore(database),
    channels: createChannelStore(database),
    reports: createReportStore(database),
    anomalies: createAnomalyStore(database),
    findings: createFindingsStore(database),
    events: createEventStore(database),
    bytes: () => database.bytes(),
    close: () => database.close(),
  };
}
