import { Disposables } from '../base/disposables';
import type { Disposable } from '../base/disposables';
import type { Focus } from '../focus/focus';
import { isSameKey } from '../focus/loaded-profile';
import type { SelectedGroup, Selection } from '../focus/selection';
import type { GroupsModel } from './groups-model';
import { localRun } from './newest-group';
import type { ConnectionState } from './nodes';
import type { Refresher } from './refresher';

export interface FollowedSelection {
  readonly selection: Selection;
  readonly focus: Pick<Focus, 'show'>;
  readonly model: GroupsModel;
  readonly refresher: Refresher;
}

/**
 * What the person selected is what the editor shows, as soon as it is here. Where nothing was selected, or it is gone,
 * the newest group of this machine is. No VS Code in here.
 */
export function followSelection({ selection, focus, model, refresher }: FollowedSelection): Disposable {
  const owned = new Disposables();

  // Only by what its own connection has just answered. Who selects something asks anew and gives up what was being asked,
  // so that no answer speaks of groups from before a program was started in one of its own.
  const followNewest = (polled: string): void => {
    const { group } = selection;
    if (group && !isGone(group, polled, model.connections)) return;
    const newest = localRun(model.connections);
    if (newest) selection.selectGroup(newest);
    else if (group) selection.selectGroup(undefined);
  };

  owned.add(model.onDidPoll(followNewest));
  owned.add(
    model.onDidLoad((loaded) => {
      const { group, range } = selection;
      if (group && isSameKey(loaded, { ...group, range })) focus.show(loaded);
    }),
  );
  owned.add(
    selection.onDidChange(() => {
      const { group, range } = selection;
      // It may be here because somebody looked into its row: then it will not come again.
      const known = group && model.loadedOf({ ...group, range });
      if (!group || known) focus.show(known);
      void refresher.refresh({});
    }),
  );
  return owned;
}

/** Its connection was removed, or has answered and no longer has it. One that does not answer says nothing. */
function isGone(
  { connectionId, group }: SelectedGroup,
  polled: string,
  connections: readonly ConnectionState[],
): boolean {
  const connection = connections.find(({ id }) => id === connectionId);
  if (connection?.status !== 'ready') return connection === undefined;
  return polled === connectionId && !connection.groups.some(({ summary }) => summary.name === group);
}
