import * as vscode from 'vscode';
import { visibleText } from '../base/visible-text';
import { toFrameRef } from '../host/contributions';
import { rememberAnswer } from '../host/mapping-answer';
import type { MappingAnswer } from '../host/mapping-answer';
import type { MappingRules } from '../host/mapping-rules';
import { whyNotShared } from '../host/shared-file';
import type { FrameRef } from '../profile/tables';
import type { Location, Locator, Place } from '../source/location';
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
  if (answer) await rememberAnswer(ref, answer, services.rules);
}

/** A click on a row gives its function, the row's menu gives the row. */
function refOf(given: unknown): FrameRef | undefined {
  const isRow = typeof given === 'object' && given !== null && 'unmapped' in given;
  return toFrameRef(isRow ? (given as CoverageRow).unmapped?.ref : given);
}

interface AnswerRow extends vscode.QuickPickItem {
  answer(): Promise<MappingAnswer | undefined> | MappingAnswer;
}

async function ask(
  ref: FrameRef,
  location: Location,
  services: MapFrameServices,
): Promise<MappingAnswer | undefined> {
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
    ignoreFocusOut: true,
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
    ignoreFocusOut: true,
  });
  return row?.ref;
}
