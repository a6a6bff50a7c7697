import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import { visibleText } from '../base/visible-text';
import { callTreeOf } from '../focus/figures';
import { nameInModule } from '../focus/function-name';
import type { LoadedProfile } from '../focus/loaded-profile';
import { toAbortSignal } from '../host/abort-token';
import { getSetting } from '../host/settings';
import type { FrameRef } from '../profile/tables';
import type { StateView } from '../profile/thread-states';
import type { FrameIndex, LineNumber, SampleCount } from '../profile/units';
import type { Locator, Place } from '../source/location';
import { annotationAt } from './annotation-at';
import type { AnnotationSource } from './annotation-source';
import { callEdges, edgeWords } from './call-edges';
import type { CallEdge } from './call-edges';
import type { WorkspaceSource } from './source-access';

export interface CallHierarchyServices {
  readonly annotations: AnnotationSource;
  readonly source: WorkspaceSource;
  readonly locator: Locator;
}

/**
 * Any language scores less with VS Code than a language by name, and it asks only the best provider there is. So where
 * a language server has call hierarchies, which know all calls that can be, those stay; where none has, there are these,
 * of the calls that were.
 */
const EVERYWHERE: vscode.DocumentSelector = '*';

/** What has no source here has a document that says why. */
const SCHEME = 'burnline-frame';

/** Who calls a function and what it calls, as far as it was seen, the heaviest first. */
export function registerCallHierarchy(services: CallHierarchyServices): vscode.Disposable {
  const owned = new Disposables();
  owned.add(vscode.languages.registerCallHierarchyProvider(EVERYWHERE, new MeasuredCalls(services)));
  owned.add(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: ({ query }) => visibleText(query, 4000),
    }),
  );
  return owned;
}

/** What an item stands for. A refresh makes row numbers of another table, hence the profile that they are of. */
interface Measured {
  readonly loaded: LoadedProfile;
  readonly view: StateView;
  readonly frames: readonly FrameIndex[];
  readonly isWhereItRan: boolean;
}

class MeasuredItem extends vscode.CallHierarchyItem {
  measured: Measured | undefined;
}

class MeasuredCalls implements vscode.CallHierarchyProvider {
  constructor(private readonly services: CallHierarchyServices) {}

  async prepareCallHierarchy(
    document: vscode.TextDocument,
    { line }: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.CallHierarchyItem | undefined> {
    const { annotations, source } = this.services;
    // Asked of every document there is; most are not of the workspace.
    if (!source.uriOf(await source.documentPath(document.uri))) return undefined;
    const annotated = await annotations.annotationsOf(document, toAbortSignal(token));
    const at = annotated && annotationAt(annotated.functions, line + 1);
    if (!at) return undefined;
    const { loaded } = annotated;
    const { total, view } = at.figures;
    const measured = {
      loaded,
      view,
      frames: at.frames,
      isWhereItRan: at.lineNow(at.ref.firstLine) === at.ref.firstLine,
    };
    return toItem({ ref: at.ref, place: at.place, why: '' }, total, measured, document.uri);
  }

  async provideCallHierarchyIncomingCalls(
    item: vscode.CallHierarchyItem,
  ): Promise<vscode.CallHierarchyIncomingCall[]> {
    return (await this.edgesOf(item, 'incoming')).map(
      ({ other, lines }) => new vscode.CallHierarchyIncomingCall(other, toRanges(lines, other)),
    );
  }

  async provideCallHierarchyOutgoingCalls(
    item: vscode.CallHierarchyItem,
  ): Promise<vscode.CallHierarchyOutgoingCall[]> {
    return (await this.edgesOf(item, 'outgoing')).map(
      ({ other, lines }) => new vscode.CallHierarchyOutgoingCall(other, toRanges(lines, item)),
    );
  }

  private async edgesOf(
    item: vscode.CallHierarchyItem,
    direction: 'incoming' | 'outgoing',
  ): Promise<{ readonly other: vscode.CallHierarchyItem; readonly lines: readonly LineNumber[] }[]> {
    if (!(item instanceof MeasuredItem) || !item.measured) return [];
    const { loaded, view, frames, isWhereItRan } = item.measured;
    const { locator, source } = this.services;
    const locate = (ref: FrameRef) => locator.locate(ref, source.roots());
    const edges = await callEdges(frames, { loaded, view, direction, locate, isWhereItRan });
    return edges.map((edge) => ({
      other: toItem(
        edge,
        edge.samples,
        { loaded, view, frames: edge.frames, isWhereItRan: isExact(edge) },
        edge.place && source.uriOf(edge.place.file),
      ),
      lines: edge.lines,
    }));
  }
}

function isExact({ place }: CallEdge): boolean {
  return place !== undefined && 'status' in place && place.status === 'exact';
}

function toItem(
  { ref, place, why }: { readonly ref: FrameRef; readonly place: Place | undefined; readonly why: string },
  samples: SampleCount,
  measured: Measured,
  uri: vscode.Uri | undefined,
): vscode.CallHierarchyItem {
  const { loaded, view } = measured;
  const { sum } = callTreeOf(loaded.profile, view);
  const name = visibleText(place?.symbol ?? nameInModule(ref.name), 200);
  const line = uri && place ? place.line : 1;
  const item = new MeasuredItem(
    place?.kind === 'method' ? vscode.SymbolKind.Method : vscode.SymbolKind.Function,
    name,
    edgeWords(samples, sum, getSetting('burnline.minimumSamples')),
    uri ?? whyUri(ref, why),
    lineRange(line, uri && place ? place.endLine : 1),
    lineRange(line, line),
  );
  item.measured = measured;
  return item;
}

function whyUri(ref: FrameRef, why: string): vscode.Uri {
  const text = vscode.l10n.t('{0} has no source here: {1}', visibleText(ref.name, 500), why);
  const path = `/${nameInModule(ref.name)
    .replace(/[^\p{L}\p{N}._-]+/gu, ' ')
    .slice(0, 100)}.txt`;
  return vscode.Uri.from({ scheme: SCHEME, path, query: text });
}

/** The head of the caller, where the lines of the call are not known. */
function toRanges(
  lines: readonly LineNumber[],
  { selectionRange }: vscode.CallHierarchyItem,
): vscode.Range[] {
  return lines.length > 0 ? lines.map((line) => lineRange(line, line)) : [selectionRange];
}

/** Whole lines; VS Code cuts what lies behind a line's end. */
function lineRange(first: LineNumber, last: LineNumber): vscode.Range {
  return new vscode.Range(first - 1, 0, Math.max(first, last) - 1, 1000);
}
