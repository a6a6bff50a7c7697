import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import { errorMessage } from '../base/error-message';
import { Emitter } from '../base/events';
import type { Event } from '../base/events';
import { createInTurn } from '../base/in-turn';
import type { Suppression, SuppressionsFile } from '../insight/suppressions';
import {
  formatSuppressions,
  inForce,
  nextEnd,
  NO_SUPPRESSIONS,
  parseSuppressions,
  withSuppression,
} from '../insight/suppressions';
import type { Log } from './log';
import { withoutLinks } from './messages';
import { createSharedFile } from './shared-file';

/** What people have muted, as `.burnline/suppressions.json` of the workspace's folders says. */
export interface Suppressions extends vscode.Disposable {
  readonly onDidChange: Event<void>;
  /** Those in force, as last read; none before the first question, which has the files read. */
  current(): readonly Suppression[];
  /** Into the file of the folder that holds `near`. @throws {Error} in words for people */
  add(near: vscode.Uri, suppression: Suppression, patternName: string): Promise<void>;
}

export function createSuppressions(log: Log): Suppressions {
  const owned = new Disposables();
  const changed = owned.add(new Emitter<void>());
  const file = owned.add(
    createSharedFile<SuppressionsFile>({
      name: 'suppressions.json',
      none: NO_SUPPRESSIONS,
      parse: parseSuppressions,
      format: formatSuppressions,
    }),
  );
  const known = new Map<string, readonly Suppression[]>();
  let force: readonly Suppression[] = [];
  let isAsked = false;
  let told = '';
  let expiry: NodeJS.Timeout | undefined;

  // One after the other, since one that began when there was another folder could else be the last to end.
  const inTurn = createInTurn();
  const readAll = (): Promise<void> => inTurn(readNow);
  const readNow = async (): Promise<void> => {
    const folders = vscode.workspace.workspaceFolders ?? [];
    for (const id of known.keys()) {
      if (!folders.some(({ uri }) => uri.toString() === id)) known.delete(id);
    }
    const problems = await Promise.all(folders.map((folder) => readFrom(folder)));
    tell(problems.flat().join(' '));
    update();
  };

  /** @returns what is wrong with it; a file that cannot be read mutes what it muted when it last could */
  const readFrom = async (folder: vscode.WorkspaceFolder): Promise<readonly string[]> => {
    try {
      const { suppressions, problems } = await file.read(folder);
      known.set(folder.uri.toString(), suppressions);
      const name = vscode.workspace.asRelativePath(
        vscode.Uri.joinPath(folder.uri, '.burnline', 'suppressions.json'),
      );
      return problems.map((problem) => `${name}: ${problem}`);
    } catch (error) {
      return [errorMessage(error)];
    }
  };

  const update = (): void => {
    const next = inForce([...known.values()].flat(), Date.now());
    schedule(nextEnd(next));
    if (JSON.stringify(next) === JSON.stringify(force)) return;
    force = next;
    changed.fire();
  };

  /** A day at a time: timers of more than 24 days end at once. */
  const schedule = (end: number | undefined): void => {
    clearTimeout(expiry);
    if (end === undefined) return;
    expiry = setTimeout(update, Math.min(Math.max(end - Date.now(), 1000), DAY));
    expiry.unref();
  };

  /** Once for each problem, however often the file is saved with it. */
  const tell = (problem: string): void => {
    if (problem !== '' && problem !== told) {
      log.warn(problem);
      void vscode.window.showWarningMessage(withoutLinks(problem));
    }
    told = problem;
  };

  owned.add(file.onDidChange(() => isAsked && void readAll()));
  owned.add({ dispose: () => clearTimeout(expiry) });
  return {
    onDidChange: changed.event,
    current: () => {
      if (!isAsked) void readAll();
      isAsked = true;
      return force;
    },
    add: async (near, suppression, patternName) => {
      const folder = vscode.workspace.getWorkspaceFolder(near);
      if (!folder) {
        throw new Error(
          vscode.l10n.t(
            'Findings are suppressed in the folder of their file, and it lies in none that is open.',
          ),
        );
      }
      await file.change(folder, (content) => withSuppression(content, suppression, patternName));
      await readAll();
    },
    dispose: () => owned.dispose(),
  };
}

const DAY = 86_400_000;
