import type { Gateway, GroupSummary } from '../aws/gateway';
import type { Disposable } from '../base/disposables';
import { errorMessage } from '../base/error-message';
import { Emitter } from '../base/events';
import { isSameKey } from '../focus/loaded-profile';
import type { LoadedProfile, ProfileKey } from '../focus/loaded-profile';
import { MINUTE, rangeText } from '../focus/time-range';
import type { TimeRange } from '../focus/time-range';
import { unlessAborted } from '../focus/unless-aborted';
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

/** What is known of a connection when it was asked; what it does not say stays as it was. */
type Listing = Partial<Omit<ConnectionState, 'groups'>> & { readonly summaries?: readonly GroupSummary[] };

/** AWS counts and limits requests, and its profiles come every five minutes; once a minute is plenty. */
const AWS_POLL_INTERVAL: Milliseconds = MINUTE;

/**
 * What is known of connections and groups, kept up to date. The old content stays until the new is there; what nobody
 * has looked into is not fetched. VS Code comes in next door, in groups-tree.ts.
 */
export class GroupsModel implements Disposable {
  private readonly changed = new Emitter<void>();
  private readonly polled = new Emitter<string>();
  private readonly loadedOne = new Emitter<LoadedProfile>();
  private readonly states = new Map<string, ConnectionState>();
  private readonly polledAt = new Map<string, EpochMs>();
  /** What somebody has looked into: ids of connections, and of groups as `groupId` makes them. */
  private readonly opened = new Set<string>();
  /** Of which state and which range of a group the profile was asked last, whatever came of it. */
  private readonly askedFor = new Map<string, string>();

  readonly onDidChange = this.changed.event;
  /** The connection of that id was asked, and not given up before it had answered or failed. Told before the change. */
  readonly onDidPoll = this.polled.event;
  /** A profile came, for the first time or anew. */
  readonly onDidLoad = this.loadedOne.event;

  constructor(private readonly world: ModelWorld) {}

  get connections(): readonly ConnectionState[] {
    return this.world.connections().map((info) => this.stateOf(info));
  }

  /** The profile of a key, where it is here. */
  loadedOf(key: ProfileKey): LoadedProfile | undefined {
    const loaded = this.groupState(key.connectionId, key.group)?.loaded;
    return loaded && isSameKey(loaded, key) ? loaded : undefined;
  }

  /** Somebody looks inside; true where that is new and there is something to fetch. */
  open(connectionId: string, group?: string): boolean {
    const id = group === undefined ? connectionId : groupId(connectionId, group);
    if (this.opened.has(id)) return false;
    this.opened.add(id);
    return true;
  }

  async refresh(options: RefreshOptions): Promise<void> {
    // Given up before its turn came.
    if (options.signal.aborted) return;
    const infos = this.world.connections();
    const known = new Set(infos.map(({ id }) => id));
    for (const id of this.states.keys()) if (!known.has(id)) this.states.delete(id);
    await Promise.all(
      infos.map((info) =>
        // What somebody has just looked into, or another range of it, waits for no list.
        this.isDue(info, options) ? this.poll(info, options) : this.loadWanted(info.id, options),
      ),
    );
  }

  /** Something about profiles that are here is known anew, without asking for them again. */
  revise(change: (loaded: LoadedProfile) => LoadedProfile): void {
    for (const { id, groups } of this.states.values()) {
      for (const { summary, loaded } of groups) {
        const revised = loaded && change(loaded);
        if (!revised || revised === loaded) continue;
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
    this.polled.dispose();
    this.loadedOne.dispose();
  }

  private stateOf(info: ConnectionInfo): ConnectionState {
    return this.states.get(info.id) ?? { ...info, status: 'idle', failure: '', groups: [] };
  }

  private isDue(info: ConnectionInfo, { force }: RefreshOptions): boolean {
    if (info.kind === 'local') return true;
    const followed = this.world.followed();
    const isFollowed = followed?.connectionId === info.id;
    const { status, groups } = this.stateOf(info);
    // Selected from a list that is newer than this one.
    const isNew =
      isFollowed && status === 'ready' && !groups.some(({ summary: { name } }) => name === followed.group);
    const age = this.world.now() - (this.polledAt.get(info.id) ?? -Infinity);
    return (isFollowed || this.opened.has(info.id)) && (force === true || isNew || age >= AWS_POLL_INTERVAL);
  }

  private async poll(info: ConnectionInfo, options: RefreshOptions): Promise<void> {
    const before = this.stateOf(info);
    // While a failure is shown, only who asks on purpose sees that it is tried again; else the row would flicker.
    const isNews = before.status === 'idle' || (before.status === 'failed' && options.force === true);
    if (isNews && options.how === 'start') this.set({ ...before, status: 'loading' });
    const listing = await this.list(info, options);
    // Nothing was answered, so whoever asks next does not have to wait for it.
    if (options.signal.aborted) return this.set({ ...this.stateOf(info), status: before.status });
    this.polledAt.set(info.id, this.world.now());
    const { summaries, ...said } = listing;
    const groups = summaries && sortByName(summaries).map((summary) => this.keepLoaded(info.id, summary));
    this.states.set(info.id, { ...this.stateOf(info), ...said, ...(groups ? { groups } : {}) });
    this.polled.fire(info.id);
    this.changed.fire();
    if (groups) await this.loadWanted(info.id, options);
  }

  private async list(info: ConnectionInfo, { how, signal }: RefreshOptions): Promise<Listing> {
    try {
      // A service that is being started is waited for by whoever asks next.
      const connected = await unlessAborted(this.world.connect(info.id, how), signal);
      if (!connected) return { status: 'idle' };
      const summaries = await connected.gateway.listGroups(signal);
      return { ...info, detail: connected.detail, status: 'ready', failure: '', summaries };
    } catch (error) {
      return { status: 'failed', failure: errorMessage(error) };
    }
  }

  private keepLoaded(connectionId: string, summary: GroupSummary): GroupState {
    const before = this.groupState(connectionId, summary.name);
    // Where it stands in the list, it may be had by now.
    if (before?.failure !== '') this.askedFor.delete(groupId(connectionId, summary.name));
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
    { signal, force }: RefreshOptions,
  ): Promise<void> {
    const id = groupId(connectionId, summary.name);
    const range = this.world.range();
    const version = `${summary.createdAt} ${summary.lastAgentProfileAt} ${rangeText(range)}`;
    const isPending = summary.lastAgentProfileAt === undefined;
    // Whoever heard of the list may have asked for something else.
    if (signal.aborted || isPending || (this.askedFor.get(id) === version && !force)) return;
    this.setGroup(connectionId, summary.name, { isLoading: true });
    try {
      const loaded = await this.world.load({ connectionId, group: summary.name, range }, signal);
      signal.throwIfAborted();
      this.askedFor.set(id, version);
      this.setGroup(connectionId, summary.name, { loaded, isLoading: false, failure: '' });
      this.loadedOne.fire(loaded);
    } catch (error) {
      if (signal.aborted) return this.setGroup(connectionId, summary.name, { isLoading: false });
      this.askedFor.set(id, version);
      this.setGroup(connectionId, summary.name, { isLoading: false, failure: errorMessage(error) });
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
