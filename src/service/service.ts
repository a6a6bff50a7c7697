import type { EpochMs } from '../profile/units';
import type { Log } from './log';
import type { Store } from './store/store';

/** What every operation is given: the store and the few facts about this installation. No HTTP in here. */
export interface Service {
  readonly store: Store;
  readonly clock: () => EpochMs;
  readonly region: string;
  readonly accountId: string;
  /** Agents report every few seconds instead of every five minutes. */
  readonly fast: boolean;
  readonly log: Log;
}
