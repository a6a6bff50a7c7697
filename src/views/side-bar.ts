import * as vscode from 'vscode';
import type { Disposable } from '../base/disposables';
import { Disposables } from '../base/disposables';
import type { Event } from '../base/events';
import type { Focus } from '../focus/focus';
import { isSameKey } from '../focus/loaded-profile';
import type { SelectedGroup, Selection } from '../focus/selection';
import { MINUTE, SECOND } from '../focus/time-range';
import type { Connections } from '../host/connections';
import { setContextKey } from '../host/context-keys';
import { getSetting, onDidChangeSettings } from '../host/settings';
import type { CodeFilter } from '../insight/my-code';
import { GroupsModel } from './groups-model';
import { registerGroupsTree } from './groups-tree';
import { localRun, newestGroup } from './newest-group';
import type { ConnectionState } from './nodes';
import { Refresher } from './refresher';

export interface SideBarServices {
  readonly connections: Connections;
  readonly focus: Focus;
  readonly selection: Selection;
  readonly codeFilter: () => CodeFilter;
  /** A program that was started here under the agent. */
  readonly agent: { isRunning(): boolean; readonly onDidChange: Event<void> };
}

export interface SideBar extends Disposable {
  readonly model: GroupsModel;
  readonly refresher: Refresher;
}

/** A program that reported so recently is most likely still running, whoever started it. */
const LIVE_FOR = 2 * MINUTE;

/** The tree, and what keeps it and the editor's profile fresh. */
export function registerSideBar({ connections, focus, selection, ...services }: SideBarServices): SideBar {
  const owned = new Disposables();

  const model = owned.add(
    new GroupsModel({
      connections: () => connections.list(),
      connect: (id, how) => (how === 'start' ? connections.connect(id) : connections.peek(id)),
      load: (key, signal) => focus.load(key, signal),
      range: () => selection.range,
      followed: () => selection.group,
      now: () => Date.now(),
    }),
  );

  // What the person selected is what the editor shows. Where nothing was, or it is gone, the newest local group is.
  const followNewest = (): void => {
    const { group } = selection;
    if (group && !isGone(group, model.connections)) return;
    const newest = localRun(model.connections);
    if (newest) selection.selectGroup(newest);
    else if (group) selection.selectGroup(undefined);
  };

  // Before the tree hears of it: what is selected is open from the start.
  owned.add(model.onDidChange(followNewest));

  const tree = owned.add(
    registerGroupsTree({
      model,
      options: () => ({
        l10n: vscode.l10n,
        now: Date.now(),
        range: selection.range,
        minimumSamples: getSetting('burnline.minimumSamples'),
        isMyCode: services.codeFilter(),
        focused: selection.group,
      }),
      fetch: () => void refresher.refresh({}),
    }),
  );

  const isProfiling = (): boolean => {
    const newest = newestGroup(model.connections)?.lastAgentProfileAt ?? 0;
    return services.agent.isRunning() || Date.now() - newest < LIVE_FOR;
  };

  const refresher = owned.add(
    new Refresher(model, {
      isLive: () => tree.isVisible || isProfiling(),
      how: () => (tree.isVisible ? 'start' : 'peek'),
      interval: () => getSetting('burnline.refreshSeconds') * SECOND,
    }),
  );

  const tellMenus = (): void => {
    setContextKey('burnline.hasProfile', focus.current !== undefined);
    setContextKey('burnline.view', typeof focus.view === 'string' ? focus.view : 'custom');
  };

  const reload = (): void => void refresher.refresh({});
  owned.add(
    model.onDidLoad((loaded) => {
      const { group, range } = selection;
      if (group && isSameKey(loaded, { ...group, range })) focus.show(loaded);
    }),
  );
  owned.add(
    selection.onDidChange(() => {
      if (!selection.group) focus.show(undefined);
      reload();
    }),
  );
  owned.add(focus.onDidChange(tellMenus));
  owned.add(focus.onDidChangeView(tellMenus));
  owned.add(services.agent.onDidChange(() => refresher.wake()));
  owned.add(connections.onDidChange(reload));
  owned.add(onDidChangeSettings(['burnline.timeRange'], reload));
  owned.add(tree.onDidChangeVisibility(() => refresher.wake()));
  owned.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && refresher.wake()));
  tellMenus();
  refresher.wake();
  return { model, refresher, dispose: () => owned.dispose() };
}

/** Its connection was removed, or answers and no longer has it. One that does not answer says nothing. */
function isGone({ connectionId, group }: SelectedGroup, connections: readonly ConnectionState[]): boolean {
  const connection = connections.find(({ id }) => id === connectionId);
  if (connection?.status !== 'ready') return connection === undefined;
  return !connection.groups.some(({ summary }) => summary.name === group);
}
