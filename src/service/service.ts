import type { EpochMs } from '../profile/units';
import type { Engine } from './engine/engine';
import type { Log } from './log';
import type { Store } from './store/store';

/** What every operation is given: the store, the engine, and the few facts about this installation. No HTTP in here. */
export interface Service {
  readonly store: Store;
  /** Whatever reads or writes profiles, on threads of its own. */
  readonly engine: Engine;
  readonly clock: () => EpochMs;
  readonly region: string;
  readonly accountId: string;
  /** Agents report every few seconds instead of every five minutes. */
  readonly fast: boolean;
  readonly log: Log;
}
