import type { Gateway, GroupSummary } from '../aws/gateway';
import type { Disposable } from '../base/disposables';
import { errorMessage } from '../base/error-message';
import { Emitter } from '../base/events';
import type { LoadedProfile, ProfileKey } from '../focus/loaded-profile';
import { MINUTE, rangeText } from '../focus/time-range';
import type { TimeRange } from '../focus/time-range';
import type { EpochMs, Milliseconds } from '../profile/units';
import type { ConnectionState, GroupState } from './nodes';

/** What the model asks of the world. */
export interface ModelWorld {
  connections(): readonly ConnectionInfo[];
  /** Undefined where the embedded service does not run and is not to be started for this. */
  connect(connectionId: string, how: ConnectHow): Promise<ListingGateway | undefined>;
  load(key: ProfileKey, signal: AbortSignal): Promise<LoadedProfile>;
  range(): TimeRange;
  /** The group whose figures the editor shows; it is kept fresh whether or not its row is open. */
  followed(): { readonly connectionId: string; readonly group: string } | undefined;
  now(): EpochMs;
}

export interface ConnectionInfo {
  readonly id: string;
  readonly kind: 'local' | 'aws';
  readonly label: string;
  readonly detail: string;
}

export type ConnectHow = 'start' | 'peek';

export interface ListingGateway {
  readonly gateway: Pick<Gateway, 'listGroups'>;
  /** Where it was found this time; the embedded service has another port after each start. */
  readonly detail: string;
}

export interface RefreshOptions {
  /** Whether the embedded service may be started. */
  readonly how: ConnectHow;
  /** Asks everything again, however recently it was asked. */
  readonly force?: boolean;
  readonly signal: AbortSignal;
}

/** AWS counts and limits requests, and its profiles come every five minutes; once a minute is plenty. */
const AWS_POLL_INTERVAL: Milliseconds = MINUTE;

/**
 * What is known of connections and groups, kept up to date. The old content stays until the new is there; what nobody
 * has looked into is not fetched. VS Code comes in next door, in groups-tree.ts.
 */
export class GroupsModel implements Disposable {
  private readonly changed = new Emitter<void>();
  private readonly loadedOne = new Emitter<LoadedProfile>();
  private readonly states = new Map<string, ConnectionState>();
  private readonly polledAt = new Map<string, EpochMs>();
  /** What somebody has looked into: ids of connections, and of groups as `groupId` makes them. */
  private readonly opened = new Set<string>();
  /** Which state of which range a group's profile was loaded for. */
  private readonly loadedFor = new Map<string, string>();

  readonly onDidChange = this.changed.event;
  /** A profile came, for the first time or anew. */
  readonly onDidLoad = this.loadedOne.event;

  constructor(private readonly world: ModelWorld) {}

  get connections(): readonly ConnectionState[] {
    return this.world.connections().map((info) => this.stateOf(info));
  }

  /** Somebody looks inside; true where that is new and there is something to fetch. */
  open(connectionId: string, group?: string): boolean {
    const id = group === undefined ? connectionId : groupId(connectionId, group);
    if (this.opened.has(id)) return false;
    this.opened.add(id);
    return true;
  }

  async refresh(options: RefreshOptions): Promise<void> {
    const infos = this.world.connections();
    const known = new Set(infos.map(({ id }) => id));
    for (const id of this.states.keys()) if (!known.has(id)) this.states.delete(id);
    await Promise.all(
      infos.filter((info) => this.isDue(info, options)).map((info) => this.poll(info, options)),
    );
  }

  /** Something about profiles that are here is known anew, without asking for them again. */
  revise(change: (loaded: LoadedProfile) => LoadedProfile): void {
    for (const { id, groups } of this.states.values()) {
      for (const { summary, loaded } of groups) {
        if (!loaded) continue;
        const revised = change(loaded);
        this.setGroup(id, summary.name, { loaded: revised });
        this.loadedOne.fire(revised);
      }
    }
  }

  /** What became of a group is known without asking: it was deleted here. */
  forget(connectionId: string, group: string): void {
    const state = this.states.get(connectionId);
    if (!state) return;
    this.set({ ...state, groups: state.groups.filter(({ summary }) => summary.name !== group) });
  }

  dispose(): void {
    this.changed.dispose();
    this.loadedOne.dispose();
  }

  private stateOf(info: ConnectionInfo): ConnectionState {
    return this.states.get(info.id) ?? { ...info, status: 'idle', failure: '', groups: [] };
  }

  private isDue({ id, kind }: ConnectionInfo, { force }: RefreshOptions): boolean {
    if (kind === 'local') return true;
    const isWanted = this.opened.has(id) || this.world.followed()?.connectionId === id;
    const age = this.world.now() - (this.polledAt.get(id) ?? -Infinity);
    return isWanted && (force === true || age >= AWS_POLL_INTERVAL);
  }

  private async poll(info: ConnectionInfo, options: RefreshOptions): Promise<void> {
    const before = this.stateOf(info);
    // While a failure is shown, only who asks on purpose sees that it is tried again; else the row would flicker.
    const isNews = before.status === 'idle' || (before.status === 'failed' && options.force === true);
    if (isNews && options.how === 'start') this.set({ ...before, status: 'loading' });
    this.polledAt.set(info.id, this.world.now());
    try {
      const connected = await this.world.connect(info.id, options.how);
      if (!connected) return this.set({ ...before, status: 'idle' });
      const groups = await connected.gateway.listGroups(options.signal);
      this.set({
        ...info,
        detail: connected.detail,
        status: 'ready',
        failure: '',
        groups: sortByName(groups).map((summary) => this.keepLoaded(info.id, summary)),
      });
    } catch (error) {
      if (options.signal.aborted) return this.set({ ...this.stateOf(info), status: before.status });
      return this.set({ ...this.stateOf(info), status: 'failed', failure: errorMessage(error) });
    }
    await this.loadWanted(info.id, options);
  }

  private keepLoaded(connectionId: string, summary: GroupSummary): GroupState {
    const before = this.groupState(connectionId, summary.name);
    return { loaded: undefined, isLoading: false, failure: '', ...before, summary };
  }

  private async loadWanted(connectionId: string, options: RefreshOptions): Promise<void> {
    const groups = this.states.get(connectionId)?.groups ?? [];
    const wanted = groups.filter(({ summary }) => this.isWanted(connectionId, summary.name));
    await Promise.all(wanted.map((group) => this.loadGroup(connectionId, group, options)));
  }

  private isWanted(connectionId: string, group: string): boolean {
    const followed = this.world.followed();
    const isFollowed = followed?.connectionId === connectionId && followed.group === group;
    return isFollowed || this.opened.has(groupId(connectionId, group));
  }

  private async loadGroup(
    connectionId: string,
    { summary }: GroupState,
    options: RefreshOptions,
  ): Promise<void> {
    const id = groupId(connectionId, summary.name);
    const range = this.world.range();
    const version = `${summary.createdAt} ${summary.lastAgentProfileAt} ${rangeText(range)}`;
    const isPending = summary.lastAgentProfileAt === undefined;
    if (isPending || (this.loadedFor.get(id) === version && !options.force)) return;
    this.setGroup(connectionId, summary.name, { isLoading: true });
    try {
      const loaded = await this.world.load({ connectionId, group: summary.name, range }, options.signal);
      options.signal.throwIfAborted();
      this.loadedFor.set(id, version);
      this.setGroup(connectionId, summary.name, { loaded, isLoading: false, failure: '' });
      this.loadedOne.fire(loaded);
    } catch (error) {
      const failure = options.signal.aborted ? '' : errorMessage(error);
      this.setGroup(connectionId, summary.name, { isLoading: false, failure });
    }
  }

  private groupState(connectionId: string, group: string): GroupState | undefined {
    return this.states.get(connectionId)?.groups.find(({ summary }) => summary.name === group);
  }

  private setGroup(connectionId: string, group: string, change: Partial<GroupState>): void {
    const state = this.states.get(connectionId);
    if (!state) return;
    const groups = state.groups.map((one) => (one.summary.name === group ? { ...one, ...change } : one));
    this.set({ ...state, groups });
  }

  private set(state: ConnectionState): void {
    this.states.set(state.id, state);
    this.changed.fire();
  }
}

/** Encoded, because both parts may hold any character. */
function groupId(connectionId: string, group: string): string {
  return JSON.stringify([connectionId, group]);
}

/** AWS lists in no order that it promises; rows that change places are hard to click. */
function sortByName(groups: readonly GroupSummary[]): readonly GroupSummary[] {
  return [...groups].sort((a, b) => (a.name < b.name ? -1 : 1));
}
