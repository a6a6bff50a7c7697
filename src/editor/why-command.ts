import * as vscode from 'vscode';
import { visibleText } from '../base/visible-text';
import { functionTotalsOf, hottestOf } from '../focus/figures';
import type { Focus } from '../focus/focus';
import type { LoadedProfile } from '../focus/loaded-profile';
import { isLatest } from '../focus/time-range';
import { viewName } from '../focus/view-name';
import { asCommand } from '../host/commands';
import { withoutLinks } from '../host/messages';
import { getSetting } from '../host/settings';
import { formatDuration } from '../profile/format';
import { frameRef } from '../profile/hot-spots';
import { share } from '../profile/share';
import { SUPPORTED_LANGUAGES } from '../source/languages';
import type { Locator } from '../source/location';
import type { CodeSymbol } from '../source/symbols';
import type { AnnotationSource, DocumentAnnotations } from './annotation-source';
import type { Annotation } from './annotations';
import { hasLens } from './code-lenses';
import type { WorkspaceSource } from './source-access';
import { explainNumber } from './why-number';
import type { FigureFacts, NumberFacts, SimilarFrame } from './why-number';

export interface WhyServices {
  readonly focus: Focus;
  readonly annotations: AnnotationSource;
  readonly locator: Locator;
  readonly source: WorkspaceSource;
}

/** Says of the line that the cursor is on why it has the number that it has, or none. */
export async function whyNoNumber(services: WhyServices): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Put the cursor on a line of source first.'));
    return;
  }
  const facts = await factsOf(editor.document, editor.selection.active.line + 1, services);
  const coverage = vscode.l10n.t('Show Coverage');
  const said = await vscode.window.showInformationMessage(
    withoutLinks(explainNumber(facts, vscode.l10n)),
    ...(facts.profile && facts.figure === undefined ? [coverage] : []),
  );
  if (said === coverage) {
    const { command, arguments: given = [] } = asCommand('burnline.showCoverage', said);
    await vscode.commands.executeCommand(command, ...(given as unknown[]));
  }
}

async function factsOf(
  document: vscode.TextDocument,
  line: number,
  services: WhyServices,
): Promise<NumberFacts> {
  const { focus, annotations, locator, source } = services;
  const path = await source.documentPath(document.uri);
  const symbols = await locator.symbolsOf(path, document.getText());
  const symbol = innermost(symbols, line);
  const annotated = await annotations.annotationsOf(document, new AbortController().signal);
  // Asked for last: another profile may have come meanwhile, and all that is said is to be of one.
  const loaded = annotated?.loaded;
  const figure = annotated?.functions.find(({ place }) => symbol !== undefined && place.line === symbol.line);
  const frames = loaded ? framesIn(path, loaded, services) : [];
  return {
    switchedOff: switchedOff(document),
    profile: loaded && {
      words: profileWords(loaded),
      sum: functionTotalsOf(loaded.profile, focus.view).tree.sum,
      view: viewName(focus.view, vscode.l10n),
    },
    minimumSamples: getSetting('burnline.minimumSamples'),
    language: languageOf(document, source.uriOf(path) !== undefined),
    symbol: symbol?.qualifiedName,
    figure: figure && annotated && figureFacts(figure, annotated, document),
    similar: symbol ? await similarTo(symbol, frames, services) : [],
    isFileKnown: frames.length > 0,
  };
}

function switchedOff(document: vscode.TextDocument): NumberFacts['switchedOff'] {
  if (!getSetting('burnline.inlineInsights.enabled', document)) return 'all';
  return getSetting('burnline.lens.enabled', document) ? undefined : 'lenses';
}

function languageOf({ languageId }: vscode.TextDocument, isInWorkspace: boolean): NumberFacts['language'] {
  if (!SUPPORTED_LANGUAGES.includes(languageId)) return 'not supported';
  return isInWorkspace ? 'supported' : 'outside the workspace';
}

function profileWords({ group, asked }: LoadedProfile): string {
  const range = isLatest(asked)
    ? vscode.l10n.t('the latest {0}', formatDuration(asked.latest))
    : vscode.l10n.t('the selected range');
  return `${visibleText(group, 100)}, ${range}`;
}

/** Classes have no frames of their own that a person would ask about; the module is around every line. */
function innermost(symbols: readonly CodeSymbol[], line: number): CodeSymbol | undefined {
  return symbols
    .filter(
      ({ kind, firstLine, endLine }) =>
        kind !== 'module' && kind !== 'class' && firstLine <= line && line <= endLine,
    )
    .at(-1);
}

function figureFacts(
  figure: Annotation,
  { functions, loaded: { profile } }: DocumentAnnotations,
  document: vscode.TextDocument,
): FigureFacts {
  const minimumShare = getSetting('burnline.lens.minimumShare', document);
  const maximumPerFile = getSetting('burnline.lens.maximumPerFile', document);
  const { total } = figure.figures;
  const hotter = functions.filter(hasLens).indexOf(figure);
  return {
    total,
    names: figure.frames.map((row) => profile.frames.name[row]),
    freshness: figure.freshness,
    withoutLens: whyWithoutLens(figure, hotter, { minimumShare, maximumPerFile }),
    minimumShare,
    maximumPerFile,
  };
}

function whyWithoutLens(
  figure: Annotation,
  hotter: number,
  { minimumShare, maximumPerFile }: Pick<FigureFacts, 'minimumShare' | 'maximumPerFile'>,
): FigureFacts['withoutLens'] {
  if (!hasLens(figure)) return 'no head';
  if (share(figure.figures.total, figure.figures.sum) < minimumShare) return 'too small';
  return hotter >= maximumPerFile ? 'too many hotter ones' : undefined;
}

type Ranked = ReturnType<typeof frameRef> & { readonly part: number };

function framesIn(path: string, { profile }: LoadedProfile, { focus, locator }: WhyServices): Ranked[] {
  const totals = functionTotalsOf(profile, focus.view);
  return hottestOf(totals, 'total').flatMap((frame) => {
    const ref = frameRef(totals, frame);
    return locator.mayBeIn(ref, path) ? [{ ...ref, part: share(totals.total[frame], totals.tree.sum) }] : [];
  });
}

/** As many as one would read. */
const SIMILAR = 3;

async function similarTo(
  symbol: CodeSymbol,
  frames: readonly Ranked[],
  { locator, source }: WhyServices,
): Promise<SimilarFrame[]> {
  const called = frames.filter(({ name }) => lastName(name) === symbol.name).slice(0, SIMILAR);
  return Promise.all(
    called.map(async ({ part, ...ref }) => ({
      name: ref.name,
      share: part,
      why: (await locator.locate(ref, source.roots())).why,
    })),
  );
}

/** `quote` of `shop.pricing:Engine:quote`, `com/shop/Cart.quote` and `com.shop.Cart.quote(int)`. */
function lastName(name: string): string {
  return name.replace(/\(.*$/s, '').split(/[.:/]/).at(-1) ?? '';
}
