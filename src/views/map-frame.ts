import * as vscode from 'vscode';
import { visibleText } from '../base/visible-text';
import { toFrameRef } from '../host/contributions';
import type { MappingRules } from '../host/mapping-rules';
import { whyNotShared } from '../host/shared-file';
import { withoutLinks } from '../host/messages';
import type { FrameRef } from '../profile/tables';
import type { Location, Locator, Place } from '../source/location';
import { ruleFrom } from '../source/mapping';
import type { MappingEntry } from '../source/mapping-file';
import type { CoverageRow } from './coverage-rows';
import type { CoverageSource } from './coverage-source';

export interface MapFrameServices {
  readonly locator: Pick<Locator, 'locate'>;
  readonly roots: () => readonly string[];
  readonly uriOf: (path: string) => vscode.Uri | undefined;
  readonly rules: MappingRules;
  readonly coverage: CoverageSource;
}

/** Somebody says where a function's source is, and `.burnline/mapping.json` remembers it for everybody. */
export async function mapFrame(given: unknown, services: MapFrameServices): Promise<void> {
  const ref = refOf(given) ?? (await pickUnmapped(services.coverage));
  if (!ref) return;
  const why = whyNotShared();
  if (why !== '') {
    void vscode.window.showInformationMessage(why);
    return;
  }
  const location = await services.locator.locate(ref, services.roots());
  const answer = await ask(ref, location, services);
  if (answer) await remember(ref, answer, services.rules);
}

/** A click on a row gives its function, the row's menu gives the row. */
function refOf(given: unknown): FrameRef | undefined {
  const isRow = typeof given === 'object' && given !== null && 'unmapped' in given;
  return toFrameRef(isRow ? (given as CoverageRow).unmapped?.ref : given);
}

/** Where the source is, or that it is nowhere here. */
type Answer = vscode.Uri | 'not here';

interface AnswerRow extends vscode.QuickPickItem {
  answer(): Promise<Answer | undefined> | Answer;
}

async function ask(
  ref: FrameRef,
  location: Location,
  services: MapFrameServices,
): Promise<Answer | undefined> {
  const { l10n } = vscode;
  const rows: AnswerRow[] = [
    ...candidateRows(location, services),
    { label: `$(file-code) ${l10n.t('Choose a file…')}`, answer: pickFile },
    { label: `$(circle-slash) ${l10n.t('It is not in this workspace')}`, answer: () => 'not here' },
  ];
  const row = await vscode.window.showQuickPick(rows, {
    title: l10n.t('Where is {0}?', visibleText(ref.name, 100)),
    placeHolder: visibleText(location.why, 300),
    matchOnDescription: true,
  });
  return row?.answer();
}

function candidateRows(location: Location, { uriOf }: MapFrameServices): AnswerRow[] {
  const places: readonly Place[] = 'line' in location ? [location] : location.candidates;
  const byFile = new Map(places.map((place) => [place.file, place]));
  return [...byFile.values()].flatMap(({ file, line, symbol }) => {
    const uri = uriOf(file);
    if (!uri) return [];
    const label = `$(symbol-method) ${visibleText(vscode.workspace.asRelativePath(uri), 200)}:${line}`;
    return [{ label, description: visibleText(symbol, 200), answer: () => uri }];
  });
}

async function pickFile(): Promise<vscode.Uri | undefined> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const chosen = await vscode.window.showOpenDialog({
    defaultUri: folder.uri,
    title: vscode.l10n.t('The file with the function’s source'),
  });
  return chosen?.[0];
}

async function remember(ref: FrameRef, answer: Answer, rules: MappingRules): Promise<void> {
  const { l10n, workspace } = vscode;
  const folder =
    answer === 'not here' ? workspace.workspaceFolders?.[0] : workspace.getWorkspaceFolder(answer);
  if (!folder) {
    void vscode.window.showInformationMessage(
      l10n.t('That file is not in this workspace. Add its folder to the workspace first.'),
    );
    return;
  }
  const rule: MappingEntry =
    answer === 'not here'
      ? { of: 'frame', from: ref.name, source: null }
      : ruleFrom(
          ref,
          answer.path
            .slice(folder.uri.path.length)
            .split('/')
            .filter((part) => part !== ''),
        );
  await rules.add(folder, rule);
  const open = l10n.t('Open mapping.json');
  const said = await vscode.window.showInformationMessage(withoutLinks(sentence(rule)), open);
  if (said === open) {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, '.burnline', 'mapping.json'));
  }
}

function sentence({ of, from, source }: MappingEntry): string {
  const { l10n } = vscode;
  const what = visibleText(from, 100);
  if (source === null) return l10n.t('{0} is not looked for in this workspace any more.', what);
  const where = source === '' ? l10n.t('this folder') : visibleText(source, 100);
  return of === 'frame'
    ? l10n.t('{0} is in {1} from now on.', what, where)
    : l10n.t('All that ran in {0} is looked for in {1} from now on.', what, where);
}

async function pickUnmapped(coverage: CoverageSource): Promise<FrameRef | undefined> {
  const found = await coverage.compute();
  if (!found || found.unmapped.length === 0) {
    const said = found
      ? vscode.l10n.t('Every function that is hot enough to look for has its place.')
      : vscode.l10n.t('No profile is open. Open a profiling group in the Burnline view first.');
    void vscode.window.showInformationMessage(said);
    return undefined;
  }
  const rows = found.unmapped.slice(0, 50).map(({ ref, why }) => ({
    label: visibleText(ref.name, 200),
    detail: visibleText(why, 300),
    ref,
  }));
  const row = await vscode.window.showQuickPick(rows, {
    title: vscode.l10n.t('Which function’s source do you want to find?'),
  });
  return row?.ref;
}
