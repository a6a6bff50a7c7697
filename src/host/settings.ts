import * as vscode from 'vscode';
import { readSetting } from './contributions';
import type { SettingId, Settings } from './contributions';

/** The only reader of settings; below, values are parameters. */
export function getSetting<K extends SettingId>(id: K, scope?: vscode.ConfigurationScope): Settings[K] {
  return readSetting(id, vscode.workspace.getConfiguration(undefined, scope).get(id));
}

/** To the workspace where there is one, so that the next project starts afresh; else to the user's settings. */
export async function setSetting<K extends SettingId>(
  id: K,
  value: Settings[K] | undefined,
  target = defaultTarget(),
): Promise<void> {
  await vscode.workspace.getConfiguration().update(id, value, target);
}

export function onDidChangeSettings(ids: readonly SettingId[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (ids.some((id) => change.affectsConfiguration(id))) listener();
  });
}

type OnOff = { [K in SettingId]: Settings[K] extends boolean ? K : never }[SettingId];

/** Where a person changes it who has changed it nowhere yet: for all projects, and here where it is set here. */
export async function toggleSetting(id: OnOff): Promise<void> {
  const isSetHere = vscode.workspace.getConfiguration().inspect(id)?.workspaceValue !== undefined;
  const target = isSetHere ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await setSetting(id, !getSetting(id), target);
}

function defaultTarget(): vscode.ConfigurationTarget {
  return vscode.workspace.workspaceFolders
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
}
