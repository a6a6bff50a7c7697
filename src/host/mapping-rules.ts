import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import { errorMessage } from '../base/error-message';
import { Emitter } from '../base/events';
import type { Event } from '../base/events';
import { createInTurn } from '../base/in-turn';
import type { MappingRule } from '../source/mapping';
import { formatMapping, NO_MAPPING, parseMapping, rulesOf, withRule } from '../source/mapping-file';
import type { MappingEntry, MappingFile } from '../source/mapping-file';
import type { Log } from './log';
import { withoutLinks } from './messages';
import { createSharedFile } from './shared-file';

/** Where deployed code stands, as `.burnline/mapping.json` of the workspace's folders says. */
export interface MappingRules extends vscode.Disposable {
  readonly onDidChange: Event<void>;
  /** As last read: the answer of a moment ago while a file is being read again. */
  rules(): readonly MappingRule[];
  add(folder: vscode.WorkspaceFolder, rule: MappingEntry): Promise<void>;
}

export function createMappingRules(pathOf: (uri: vscode.Uri) => string, log: Log): MappingRules {
  const owned = new Disposables();
  const changed = owned.add(new Emitter<void>());
  const file = owned.add(
    createSharedFile<MappingFile>({
      name: 'mapping.json',
      none: NO_MAPPING,
      parse: parseMapping,
      format: formatMapping,
    }),
  );
  let known: readonly MappingRule[] = [];
  let told = '';
  // One after the other, since one that began when there was another folder could else be the last to end.
  const inTurn = createInTurn();
  const readAll = (): Promise<void> => inTurn(readNow);
  const readNow = async (): Promise<void> => {
    const problems: string[] = [];
    const rules: MappingRule[] = [];
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      try {
        rules.push(...rulesOf(await file.read(folder), pathOf(folder.uri)));
      } catch (error) {
        problems.push(errorMessage(error));
        // Somebody is in the middle of writing it: what it said before holds until it can be read again.
        const root = pathOf(folder.uri);
        rules.push(...known.filter((rule) => rule.root === root));
      }
    }
    tell(problems.join('\n'));
    if (JSON.stringify(rules) === JSON.stringify(known)) return;
    known = rules;
    changed.fire();
  };
  /** Once for each problem, however often the file is saved with it. */
  const tell = (problem: string): void => {
    if (problem !== '' && problem !== told) {
      log.warn(problem);
      void vscode.window.showWarningMessage(withoutLinks(problem));
    }
    told = problem;
  };
  owned.add(file.onDidChange(() => void readAll()));
  void readAll();
  return {
    onDidChange: changed.event,
    rules: () => known,
    add: async (folder, rule) => {
      await file.change(folder, (content) => withRule(content, rule));
      await readAll();
    },
    dispose: () => owned.dispose(),
  };
}
