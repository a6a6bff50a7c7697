import * as vscode from 'vscode';
import { visibleText } from '../base/visible-text';
import { callTreeOf, functionTotalsOf } from '../focus/figures';
import type { Focus } from '../focus/focus';
import { nameInModule } from '../focus/function-name';
import { hotspotsOf, orderHotspots, stepFrom } from '../focus/hotspots';
import type { PlacedHotspot } from '../focus/hotspots';
import type { LoadedProfile } from '../focus/loaded-profile';
import { viewName } from '../focus/view-name';
import type { CommandHandlers } from '../host/commands';
import { withProgress } from '../host/progress';
import type { CodeFilter } from '../insight/my-code';
import { formatShare } from '../profile/format';
import { frameRef } from '../profile/hot-spots';
import { neighboursOf } from '../profile/neighbours';
import { share } from '../profile/share';
import type { FrameRef } from '../profile/tables';
import type { StateView } from '../profile/thread-states';
import type { Locator } from '../source/location';
import { annotationAt } from './annotation-at';
import type { AnnotationSource } from './annotation-source';
import type { Annotation } from './annotations';
import type { WorkspaceSource } from './source-access';

export interface HotspotServices {
  readonly focus: Focus;
  readonly source: WorkspaceSource;
  readonly locator: Locator;
  readonly annotations: AnnotationSource;
  readonly codeFilter: () => CodeFilter;
  revealFrame(ref: FrameRef): Promise<unknown>;
}

type Handled = 'burnline.hottestCallers' | 'burnline.nextHotspot' | 'burnline.previousHotspot';

/** From hot function to hot function across files, and from a function to who calls it. */
export function hotspotCommands(services: HotspotServices): Pick<CommandHandlers, Handled> {
  /** Found once for each profile and view, and anew after edits, which move functions. */
  let known: { readonly key: readonly unknown[]; readonly spots: readonly PlacedHotspot[] } | undefined;

  const spotsOf = async (loaded: LoadedProfile, view: StateView): Promise<readonly PlacedHotspot[]> => {
    const edited = vscode.workspace.textDocuments.filter(({ version }) => version > 1);
    const versions = edited.map(({ uri, version }) => `${version} ${uri.toString()}`).join();
    const key = [loaded.profile, view, versions];
    if (known?.key.every((part, i) => part === key[i])) return known.spots;
    const spots = await withProgress(vscode.l10n.t('Looking for hot spots'), (signal) =>
      placeAll(loaded, view, services, signal),
    );
    known = { key, spots };
    return spots;
  };

  const walk = async (direction: 1 | -1): Promise<void> => {
    const { current, view } = services.focus;
    if (!current) return say(vscode.l10n.t('There are no hot spots to go to: no profile is selected.'));
    const spots = await spotsOf(current, view);
    if (spots.length === 0) {
      return say(
        vscode.l10n.t('There are no hot spots to go to: none of the hot functions is in this workspace.'),
      );
    }
    const row = stepFrom(spots, await whereWeAre(services.source), direction);
    await goTo(spots[row], services.source);
    const { symbol, self } = spots[row];
    const words = vscode.l10n.t(
      'Hotspot {0} of {1}: {2}, self {3} of {4}',
      row + 1,
      spots.length,
      visibleText(symbol, 100),
      formatShare(self),
      viewName(view, vscode.l10n),
    );
    vscode.window.setStatusBarMessage(`$(flame) ${words}`, SAID_FOR_MS);
  };

  // Who presses the key twice goes two steps: the second begins where the first has led.
  let last: Promise<void> = Promise.resolve();
  const walkInTurn = (direction: 1 | -1): Promise<void> => {
    const done = last.then(() => walk(direction));
    last = done.catch(() => undefined);
    return done;
  };

  return {
    'burnline.nextHotspot': () => walkInTurn(1),
    'burnline.previousHotspot': () => walkInTurn(-1),
    'burnline.hottestCallers': () => pickCaller(services),
  };
}

/** Long enough to be read after the eye has found the function. */
const SAID_FOR_MS = 8000;

async function placeAll(
  loaded: LoadedProfile,
  view: StateView,
  { locator, source, codeFilter }: HotspotServices,
  signal: AbortSignal,
): Promise<PlacedHotspot[]> {
  const placed: PlacedHotspot[] = [];
  for (const { ref, self } of hotspotsOf(loaded, view, codeFilter())) {
    const location = await locator.locate(ref, source.roots());
    signal.throwIfAborted();
    if (location.status === 'exact' || location.status === 'moved') placed.push({ ...location, self });
  }
  return orderHotspots(placed);
}

async function whereWeAre(source: WorkspaceSource) {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  return { file: await source.documentPath(editor.document.uri), line: editor.selection.active.line + 1 };
}

async function goTo({ file, line }: PlacedHotspot, source: WorkspaceSource): Promise<void> {
  const uri = source.uriOf(file);
  if (!uri) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const { firstNonWhitespaceCharacterIndex } = document.lineAt(Math.min(line, document.lineCount) - 1);
  const start = new vscode.Position(Math.min(line, document.lineCount) - 1, firstNonWhitespaceCharacterIndex);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, start) });
}

/** More callers than anybody reads; the flame graph has all of them. */
const CALLERS = 50;

async function pickCaller(services: HotspotServices): Promise<void> {
  const at = await functionAtCursor(services);
  if (!at) return say(vscode.l10n.t('The cursor is in no function that was seen running.'));
  const { loaded, annotation } = at;
  const rows = callerRows(annotation, loaded);
  const name = visibleText(annotation.place.symbol, 100);
  if (rows.length === 0) {
    return say(vscode.l10n.t('{0} has no callers: it is where its threads begin.', name));
  }
  const picked = await vscode.window.showQuickPick(rows, {
    title: vscode.l10n.t('Hottest callers of {0}', name),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked) await services.revealFrame(picked.ref);
}

async function functionAtCursor({ annotations }: HotspotServices) {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const annotated = await annotations.annotationsOf(editor.document, new AbortController().signal);
  const annotation = annotated && annotationAt(annotated.functions, editor.selection.active.line + 1);
  return annotation && { loaded: annotated.loaded, annotation };
}

function callerRows({ figures, frames }: Annotation, { profile }: LoadedProfile) {
  const totals = functionTotalsOf(profile, figures.view);
  const view = viewName(figures.view, vscode.l10n);
  return neighboursOf(callTreeOf(profile, figures.view), frames, CALLERS).callers.map(
    ({ frame, samples }) => {
      const ref = frameRef(totals, frame);
      return {
        label: visibleText(nameInModule(ref.name), 200),
        description: vscode.l10n.t('{0} of {1}', formatShare(share(samples, figures.sum)), view),
        detail: visibleText(ref.file, 300),
        ref,
      };
    },
  );
}

function say(message: string): void {
  void vscode.window.showInformationMessage(message);
}
