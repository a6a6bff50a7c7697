import * as vscode from 'vscode';
import { LOCAL_CONNECTION_ID } from '../aws/endpoint';
import { visibleText } from '../base/visible-text';
import { isSameGroup } from '../focus/selection';
import type { Selection } from '../focus/selection';
import { DAY } from '../focus/time-range';
import type { CommandHandlers } from '../host/commands';
import type { Connections } from '../host/connections';
import { toConnectionId, toGroupTarget } from '../host/contributions';
import type { GroupTarget } from '../host/contributions';
import { confirm } from '../host/messages';
import { withProgress } from '../host/progress';
import type { GroupsModel } from './groups-model';
import { pickRange } from './pick-range';
import type { Refresher } from './refresher';

export interface GroupCommandServices {
  readonly connections: Connections;
  readonly model: GroupsModel;
  readonly selection: Selection;
  readonly refresher: Refresher;
}

type Handled =
  | 'burnline.copyArn'
  | 'burnline.createGroup'
  | 'burnline.deleteGroup'
  | 'burnline.refresh'
  | 'burnline.selectGroup'
  | 'burnline.selectTimeRange';

/** What can be done with profiling groups besides looking at their profiles. */
export function groupCommands(services: GroupCommandServices): Pick<CommandHandlers, Handled> {
  const { connections, model, selection, refresher } = services;
  return {
    'burnline.refresh': () => refresher.refresh({ force: true, how: 'start' }),

    'burnline.selectGroup': async (given) => {
      const target = toGroupTarget(given) ?? (await pickGroup(connections));
      if (target) selection.selectGroup(target);
    },

    'burnline.selectTimeRange': async () => {
      const hours = await hoursOf(selection.group, connections);
      const range = await pickRange(vscode.l10n.t('Time range'), hours);
      if (range) selection.selectRange(range);
    },

    'burnline.createGroup': async (given) => {
      const id = toConnectionId(given) ?? (await pickConnection(connections));
      const name = id && (await askName());
      if (!id || !name) return;
      await withProgress(vscode.l10n.t('Creating {0}', name), async (signal) => {
        await (await connections.connect(id, signal)).gateway.createGroup(name, signal);
      });
      await refresher.refresh({ force: true, how: 'start' });
    },

    'burnline.deleteGroup': async (given) => {
      const target = toGroupTarget(given) ?? (await pickGroup(connections));
      if (!target || !(await confirmDeletion(target.group))) return;
      await withProgress(vscode.l10n.t('Deleting {0}', target.group), async (signal) => {
        const { gateway } = await connections.connect(target.connectionId, signal);
        await gateway.deleteGroup(target.group, signal);
      });
      model.forget(target.connectionId, target.group);
      if (isSameGroup(selection.group, target)) selection.selectGroup(undefined);
      await refresher.refresh({ force: true, how: 'start' });
    },

    'burnline.copyArn': async (given) => {
      const target = toGroupTarget(given) ?? (await pickGroup(connections));
      if (!target) return;
      const { gateway } = await connections.connect(target.connectionId);
      await vscode.env.clipboard.writeText((await gateway.describeGroup(target.group)).arn);
    },
  };
}

/** A group of any connection. One that does not answer is left out, and said in its place. */
export async function pickGroup(connections: Connections): Promise<GroupTarget | undefined> {
  const rows = await withProgress(vscode.l10n.t('Listing profiling groups'), (signal) =>
    Promise.all(connections.list().map(({ id, label }) => rowsOf(connections, id, label, signal))),
  );
  const picked = await vscode.window.showQuickPick(rows.flat(), {
    title: vscode.l10n.t('Profiling group'),
    placeHolder: vscode.l10n.t('The group whose figures the editor shows'),
    matchOnDescription: true,
    // Listing took its time: the editor may have the focus by now, or get it back from the question before.
    ignoreFocusOut: true,
  });
  return picked?.target;
}

interface GroupRow extends vscode.QuickPickItem {
  readonly target?: GroupTarget;
}

async function rowsOf(
  connections: Connections,
  connectionId: string,
  label: string,
  signal: AbortSignal,
): Promise<GroupRow[]> {
  const heading: GroupRow = { label, kind: vscode.QuickPickItemKind.Separator };
  try {
    const { gateway } = await connections.connect(connectionId, signal);
    const groups = await gateway.listGroups(signal);
    return [heading, ...groups.map(({ name }) => ({ label: name, target: { connectionId, group: name } }))];
  } catch (error) {
    signal.throwIfAborted();
    return [
      heading,
      { label: vscode.l10n.t('not reachable'), detail: error instanceof Error ? error.message : '' },
    ];
  }
}

async function hoursOf(group: GroupTarget | undefined, connections: Connections): Promise<readonly number[]> {
  if (!group) return [];
  const now = Date.now();
  return withProgress(vscode.l10n.t('Listing profiles of {0}', group.group), async (signal) => {
    const { gateway } = await connections.connect(group.connectionId, signal);
    return gateway.listProfileTimes(group.group, { start: now - 7 * DAY, end: now }, 'PT1H', signal);
  });
}

async function pickConnection(connections: Connections): Promise<string | undefined> {
  const rows = connections.list().map(({ id, label, detail }) => ({ id, label, description: detail }));
  if (rows.length === 1) return LOCAL_CONNECTION_ID;
  return (await vscode.window.showQuickPick(rows, { title: vscode.l10n.t('Where to create the group') }))?.id;
}

function askName(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Create Profiling Group'),
    placeHolder: 'shop-backend',
    prompt: vscode.l10n.t('Name of the group, as agents will report to it'),
    validateInput: (name) =>
      /^[\w-]{1,255}$/.test(name) ? undefined : vscode.l10n.t('Up to 255 letters, digits, - and _.'),
  });
}

function confirmDeletion(group: string): Promise<boolean> {
  return confirm(
    vscode.l10n.t('Delete the profiling group {0}?', visibleText(group, 100)),
    vscode.l10n.t('All its profiles are deleted with it. This cannot be undone.'),
    vscode.l10n.t('Delete'),
  );
}
