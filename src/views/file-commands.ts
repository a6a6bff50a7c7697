import * as vscode from 'vscode';
import { visibleText } from '../base/visible-text';
import type { Focus } from '../focus/focus';
import type { LoadedProfile, ProfileKey } from '../focus/loaded-profile';
import { labelOf } from '../focus/source-label';
import type { CommandHandlers } from '../host/commands';
import { withProgress } from '../host/progress';
import { FILE_CONNECTION_ID } from '../protocol/source';

export interface FileCommandServices {
  readonly focus: Pick<Focus, 'load'>;
  openFlame(loaded: LoadedProfile): Promise<void>;
}

/** Profiles that somebody keeps as files, of whatever profiler. */
export function fileCommands(services: FileCommandServices): Pick<CommandHandlers, 'burnline.openFile'> {
  return {
    'burnline.openFile': async (given) => {
      const file = given instanceof vscode.Uri ? given : await pickFile();
      if (!file) return;
      const key = fileKey(file);
      const title = vscode.l10n.t('Reading {0}', visibleText(labelOf(key), 100));
      const loaded = await withProgress(title, (signal) => services.focus.load(key, signal));
      await services.openFlame(loaded);
    },
  };
}

/** Any file: what it is, is seen from what is in it, never from its name. */
export async function pickFile(): Promise<vscode.Uri | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Open Profile File'),
      openLabel: vscode.l10n.t('Open'),
    })) ?? [];
  return file;
}

/** A file has one range, and says itself which. */
export function fileKey(file: vscode.Uri): ProfileKey {
  return { connectionId: FILE_CONNECTION_ID, group: file.toString(), range: { start: 0, end: 0 } };
}
