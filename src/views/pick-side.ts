import * as vscode from 'vscode';
import { LOCAL_CONNECTION_ID } from '../aws/endpoint';
import type { ProfileKey } from '../focus/loaded-profile';
import { isSameGroup } from '../focus/selection';
import { labelOf } from '../focus/source-label';
import { DAY, DEFAULT_RANGE } from '../focus/time-range';
import type { Connections } from '../host/connections';
import type { GroupTarget } from '../host/contributions';
import { withProgress } from '../host/progress';
import type { EpochMs } from '../profile/units';
import { FILE_CONNECTION_ID } from '../protocol/source';
import { fileKey, pickFile } from './file-commands';
import { pickGroup } from './group-commands';
import { listTimesOf } from './list-times';
import { pickRange } from './pick-range';

export interface SideServices {
  readonly connections: Connections;
  /** The group of this machine that was reported to last. */
  localRun(): GroupTarget | undefined;
}

export interface SideRow extends vscode.QuickPickItem {
  /** Whether what was shown before is the baseline that it is held against. */
  readonly isNewer?: boolean;
  pick(): Promise<ProfileKey | undefined>;
}

/** What may stand on a side of a comparison in the place of `now`: one row each, which asks for the rest itself. */
export function sideRows(now: ProfileKey, title: string, services: SideServices): readonly SideRow[] {
  const run = services.localRun();
  const isFile = now.connectionId === FILE_CONNECTION_ID;
  return [
    ...(isFile ? [] : [rangeRow(now, title, services)]),
    ...(run && !isSameGroup(run, now) ? [localRow(run)] : []),
    {
      label: vscode.l10n.t('$(list-tree) Another group…'),
      pick: async () => {
        const group = await pickGroup(services.connections);
        return group && pickRangeOf(group, title, services);
      },
    },
    {
      label: vscode.l10n.t('$(folder-opened) A profile file…'),
      pick: async () => {
        const file = await pickFile();
        return file && fileKey(file);
      },
    },
  ];
}

/** Asks what shall stand on one side. */
export async function pickSide(
  side: 'a' | 'b',
  now: ProfileKey,
  services: SideServices,
): Promise<ProfileKey | undefined> {
  const title =
    side === 'a' ? vscode.l10n.t('A, the baseline') : vscode.l10n.t('B, compared with the baseline');
  const placeHolder = vscode.l10n.t('In the place of {0}', labelOf(now));
  return (await vscode.window.showQuickPick(sideRows(now, title, services), { title, placeHolder }))?.pick();
}

function rangeRow(now: ProfileKey, title: string, services: SideServices): SideRow {
  return {
    label: vscode.l10n.t('$(history) Another time range of {0}…', labelOf(now)),
    pick: () => pickRangeOf(now, title, services),
  };
}

function localRow(run: GroupTarget): SideRow {
  return {
    label: vscode.l10n.t('$(vm) The local run'),
    description: run.group,
    isNewer: true,
    pick: async () => ({ ...run, connectionId: LOCAL_CONNECTION_ID, range: DEFAULT_RANGE }),
  };
}

async function pickRangeOf(
  { connectionId, group }: GroupTarget,
  title: string,
  { connections }: SideServices,
): Promise<ProfileKey | undefined> {
  const { hours } = await withProgress(vscode.l10n.t('Listing profiles of {0}', group), (signal) =>
    listTimesOf({ connectionId, group }, connections, signal),
  );
  const range = await pickRange(title, recentHours(hours));
  return range && { connectionId, group, range };
}

/** As many as a person looks through: a week to compare with, and two days beyond. */
export function recentHours(hours: readonly EpochMs[], now = Date.now()): readonly EpochMs[] {
  return hours.filter((start) => start >= now - 9 * DAY);
}
