import * as vscode from 'vscode';
import type { Disposable } from '../base/disposables';
import { Emitter } from '../base/events';
import type { Event } from '../base/events';
import { visibleText } from '../base/visible-text';
import type { Focus } from '../focus/focus';
import type { LoadedProfile } from '../focus/loaded-profile';
import type { CommandHandlers } from '../host/commands';
import type { GitSource } from '../host/git-source';
import { isRevision } from '../host/git-revision';

/** Which revision of the source a group runs, as people have said in this workspace, or where it was deployed. */
export interface Revisions extends Disposable {
  readonly onDidChange: Event<void>;
  /** Which one ran, as somebody said, and who: foreign text. undefined where nobody did. */
  ran(loaded: LoadedProfile): NamedRevision | undefined;
  readonly handlers: Pick<CommandHandlers, 'burnline.pickRevision'>;
}

export interface NamedRevision {
  readonly id: string;
  readonly from: 'picked' | 'tag';
}

const KEY = 'burnline.revisions';

export function createRevisions(
  state: vscode.Memento,
  { focus, git }: { readonly focus: Focus; readonly git: GitSource },
): Revisions {
  const changed = new Emitter<void>();
  const picked = (): Readonly<Record<string, string | undefined>> => state.get(KEY, {});
  return {
    onDidChange: changed.event,
    ran: (loaded) => {
      const id = picked()[nameOf(loaded)];
      if (id !== undefined) return { id, from: 'picked' };
      return loaded.revision === undefined ? undefined : { id: loaded.revision, from: 'tag' };
    },
    handlers: {
      'burnline.pickRevision': async () => {
        const loaded = focus.current;
        if (!loaded) throw new Error(vscode.l10n.t('No profile is open. Select a group first.'));
        const answer = await pickRevision(git, loaded);
        if (answer === undefined) return;
        const { [nameOf(loaded)]: _, ...others } = picked();
        await state.update(KEY, answer === '' ? others : { ...others, [nameOf(loaded)]: answer });
        changed.fire();
      },
    },
    dispose: () => changed.dispose(),
  };
}

function nameOf({ connectionId, group }: Pick<LoadedProfile, 'connectionId' | 'group'>): string {
  return JSON.stringify([connectionId, group]);
}

interface RevisionItem extends vscode.QuickPickItem {
  /** undefined to ask for it. */
  readonly revision: string | undefined;
}

/** @returns '' to forget what was said; undefined where the person changed their mind */
async function pickRevision(git: GitSource, loaded: LoadedProfile): Promise<string | undefined> {
  const { l10n } = vscode;
  const uri = vscode.window.activeTextEditor?.document.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const commits = uri ? await git.recent(uri) : [];
  const items: RevisionItem[] = [
    { label: l10n.t('Not known: go by the time of the profile'), revision: '' },
    { label: l10n.t('Another Revision…'), revision: undefined },
    ...commits.map(({ hash, message, commitDate }) => ({
      label: visibleText(message.split('\n')[0], 100),
      description: `${hash.slice(0, 7)} ${commitDate?.toLocaleString() ?? ''}`.trim(),
      revision: hash,
    })),
  ];
  const title = l10n.t('Which revision ran in {0}?', visibleText(loaded.group, 100));
  const answer = await vscode.window.showQuickPick(items, {
    title,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return answer && (answer.revision ?? askRevision(title));
}

async function askRevision(title: string): Promise<string | undefined> {
  const { l10n } = vscode;
  return vscode.window.showInputBox({
    title,
    ignoreFocusOut: true,
    prompt: l10n.t('A commit, a tag or a branch'),
    validateInput: (text) =>
      isRevision(text) ? undefined : l10n.t('Write a commit’s hash or the name of a tag or branch.'),
  });
}
