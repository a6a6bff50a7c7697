import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import type { Disposable } from '../base/disposables';
import { Emitter } from '../base/events';
import type { Event } from '../base/events';
import type { Focus } from '../focus/focus';
import type { GitSource, RenamesSince } from '../host/git-source';
import type { RenamedFile, RenamedFiles as ByPath } from '../source/former-names';
import type { Revisions } from './revisions';
import type { WorkspaceSource } from './source-access';

/** Which files of the workspace are called otherwise since the program of the profile in focus ran: what git says of it. */
export interface RenamedFiles extends Disposable {
  /** Functions may be found where they were not before. */
  readonly onDidChange: Event<void>;
  /** None until git has answered. */
  current(): ByPath;
}

export interface RenamedServices {
  readonly focus: Pick<Focus, 'current' | 'onDidChange'>;
  readonly git: Pick<GitSource, 'renamesSince' | 'historyOf'>;
  readonly revisions: Pick<Revisions, 'ran' | 'onDidChange'>;
  readonly source: Pick<WorkspaceSource, 'pathOf' | 'uriOf' | 'onDidChange'>;
}

/** Whoever moves a folder, or looks at one group after the other, asks git once. */
const SETTLE_MS = 200;

export function createRenamedFiles(services: RenamedServices): RenamedFiles {
  const { focus, revisions, source } = services;
  const owned = new Disposables();
  const changed = owned.add(new Emitter<void>());
  let [current, named]: [ByPath, string] = [new Map(), ''];
  let timer: NodeJS.Timeout | undefined;
  let asked = 0;
  const ask = async (): Promise<void> => {
    const mine = ++asked;
    const answers = await renamesOf(services);
    const renames = answers.flatMap(({ renames }) => renames);
    const name = renames.length === 0 ? '' : JSON.stringify(answers);
    if (mine !== asked || name === named) return;
    [current, named] = [toRenamedFiles(answers, services), name];
    changed.fire();
  };
  const schedule = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), SETTLE_MS);
  };
  for (const event of [focus.onDidChange, revisions.onDidChange, source.onDidChange]) {
    owned.add(event(schedule));
  }
  owned.add({
    dispose: () => {
      clearTimeout(timer);
      asked++;
    },
  });
  return { onDidChange: changed.event, current: () => current, dispose: () => owned.dispose() };
}

/** For each folder; folders of one repository have the same. */
async function renamesOf({ focus, git, revisions }: RenamedServices): Promise<readonly RenamesSince[]> {
  const loaded = focus.current;
  const since = loaded && (revisions.ran(loaded)?.id ?? loaded.profile.meta.start);
  // Where no time is known, it is 0.
  if (since === undefined || since === 0) return [];
  const folders = vscode.workspace.workspaceFolders ?? [];
  const answers = await Promise.all(folders.map(({ uri }) => git.renamesSince(uri, since)));
  return answers.filter((one) => 'renames' in one);
}

function toRenamedFiles(
  answers: readonly RenamesSince[],
  { git, source: { pathOf, uriOf } }: RenamedServices,
): ByPath {
  const files = new Map<string, RenamedFile>();
  for (const { revision, renames } of answers) {
    for (const { from, to } of renames) {
      const [was, is] = [uriOf(from), uriOf(to)];
      if (!was || !is) continue;
      const textThen = async (): Promise<string | undefined> => {
        const shown = await git.historyOf(was).show(revision);
        return 'text' in shown ? shown.text : undefined;
      };
      files.set(pathOf(is), { path: pathOf(is), formerPath: pathOf(was), textThen });
    }
  }
  return files;
}
