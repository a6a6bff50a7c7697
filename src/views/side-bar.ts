import * as vscode from 'vscode';
import type { Disposable } from '../base/disposables';
import { Disposables } from '../base/disposables';
import type { Event } from '../base/events';
import type { Focus } from '../focus/focus';
import type { Selection } from '../focus/selection';
import { MINUTE, SECOND } from '../focus/time-range';
import type { Connections } from '../host/connections';
import { setContextKey } from '../host/context-keys';
import { getSetting, onDidChangeSettings } from '../host/settings';
import type { CodeFilter } from '../insight/my-code';
import { followSelection } from './follow-selection';
import { GroupsModel } from './groups-model';
import { registerGroupsTree } from './groups-tree';
import { newestGroup } from './newest-group';
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
  owned.add(followSelection({ selection, focus, model, refresher }));
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
