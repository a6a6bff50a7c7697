import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import { findingsOf } from '../focus/findings';
import type { Finding } from '../focus/findings';
import type { Focus, FocusedComparison } from '../focus/focus';
import { comparisonOf, sidesOf } from '../focus/function-change';
import type { FunctionSides } from '../focus/function-change';
import type { CodeFilter } from '../insight/my-code';
import { toAbortSignal } from '../host/abort-token';
import { asCommand } from '../host/commands';
import { getSetting, onDidChangeSettings } from '../host/settings';
import { share } from '../profile/share';
import { SUPPORTED_LANGUAGES } from '../source/languages';
import type { AnnotationSource, DocumentAnnotations } from './annotation-source';
import { isFindingOf } from './annotations';
import type { Annotation } from './annotations';
import { comparedFunctions } from './compared-functions';
import type { ComparedFunction } from './compared-functions';
import { chooseLenses } from './lens-choice';
import type { SideAnnotations } from './side-annotations';
import { lensText } from './words';

export interface CodeLensServices {
  readonly focus: Pick<Focus, 'comparison' | 'onDidChangeComparison'>;
  readonly annotations: AnnotationSource;
  readonly sides: Pick<SideAnnotations, 'annotationsOf' | 'onDidChange'>;
  readonly codeFilter: () => CodeFilter;
}

/** Above each hot function its share; a click opens the flame graph there. */
export function registerCodeLenses(services: CodeLensServices): vscode.Disposable {
  const owned = new Disposables();
  const changed = owned.add(new vscode.EventEmitter<void>());
  const lenses = new Lenses(services);
  const refresh = (): void => changed.fire();
  owned.add(services.annotations.onDidChange(refresh));
  owned.add(services.sides.onDidChange(refresh));
  owned.add(services.focus.onDidChangeComparison(refresh));
  owned.add(
    onDidChangeSettings(
      [
        'burnline.inlineInsights.enabled',
        'burnline.lens.enabled',
        'burnline.lens.minimumShare',
        'burnline.lens.maximumPerFile',
        'burnline.minimumSamples',
        'burnline.myCode',
      ],
      refresh,
    ),
  );
  owned.add(vscode.workspace.onDidCloseTextDocument((document) => lenses.forget(document)));
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document, token) => lenses.provide(document, toAbortSignal(token)),
  };
  owned.add(vscode.languages.registerCodeLensProvider([...SUPPORTED_LANGUAGES], provider));
  return owned;
}

/** The lenses of open documents, with what each showed before, so that a refresh moves no line without need. */
class Lenses {
  private readonly shown = new Map<
    string,
    { readonly question: string; readonly keys: ReadonlySet<string> }
  >();

  constructor(private readonly services: CodeLensServices) {}

  forget({ uri }: vscode.TextDocument): void {
    this.shown.delete(uri.toString());
  }

  async provide(document: vscode.TextDocument, signal: AbortSignal): Promise<vscode.CodeLens[]> {
    const isOn =
      getSetting('burnline.inlineInsights.enabled', document) &&
      getSetting('burnline.lens.enabled', document);
    if (!isOn) return [];
    const annotated = await this.services.annotations.annotationsOf(document, signal);
    if (!annotated) return [];
    const { loaded } = annotated;
    const comparison = comparisonOf(this.services.focus.comparison, loaded);
    const sides = comparison ? await this.services.sides.annotationsOf(document, signal) : [];
    const shown = { findings: findingsOf(loaded, this.services.codeFilter()), comparison };
    return this.choose(document, [annotated, ...sides]).flatMap((one) =>
      one.loaded === loaded ? toLens(document, one, shown) : toSideLens(document, one, shown),
    );
  }

  /** @param all of the profile in focus first, which knows its functions best */
  private choose(document: vscode.TextDocument, all: readonly DocumentAnnotations[]): ComparedFunction[] {
    const limits = {
      minimumShare: getSetting('burnline.lens.minimumShare', document),
      maximum: getSetting('burnline.lens.maximumPerFile', document),
    };
    const [{ loaded, functions }] = all;
    const candidates = comparedFunctions(all)
      .filter(hasLens)
      .map((one) => ({
        key: one.place.symbol,
        share: share(one.figures.total, one.figures.sum),
        one,
      }));
    // Another group, view or limit is another question, which begins with nothing shown.
    const view = functions.at(0)?.figures.view;
    const question = JSON.stringify([loaded.connectionId, loaded.group, loaded.asked, view, limits]);
    const uri = document.uri.toString();
    const before = this.shown.get(uri);
    const kept = before?.question === question ? before.keys : new Set<string>();
    const chosen = chooseLenses(candidates, limits, kept);
    this.shown.set(uri, { question, keys: new Set(chosen.map(({ key }) => key)) });
    return chosen.map(({ one }) => one);
  }
}

/**
 * A module's frame stands on the line that ran, above which a lens would speak of that line; a comprehension's stands
 * in the middle of a function whose own lens counts it already. Hovers have both.
 */
export function hasLens({ place }: Annotation): boolean {
  return place.kind !== 'module' && place.kind !== 'comprehension';
}

interface Shown {
  readonly findings: readonly Finding[];
  readonly comparison: FocusedComparison | undefined;
}

function toLens(document: vscode.TextDocument, one: ComparedFunction, shown: Shown): vscode.CodeLens {
  const { l10n } = vscode;
  const { place, ref, figures, freshness, loaded } = one;
  const { connectionId, group } = loaded;
  const minimumSamples = getSetting('burnline.minimumSamples');
  const findings = shown.findings.filter((finding) => isFindingOf(finding, one, loaded.profile)).length;
  const subject = { figures, findings, state: freshness.state, sides: sidesIn(one, shown) };
  const title = lensText(subject, { l10n, minimumSamples, cost: loaded.cost });
  const command = asCommand('burnline.openFlameGraph', title, {
    connectionId,
    group,
    view: figures.view,
    function: ref,
  });
  command.tooltip = `${l10n.t('Open the flame graph at this function')}\n${freshness.why}`;
  return new vscode.CodeLens(document.lineAt(lineIndex(document, place.line)).range, command);
}

/** Of a function that the profile in focus has not: what is to be seen of it is in the comparison, so it leads nowhere. */
function toSideLens(document: vscode.TextDocument, one: ComparedFunction, shown: Shown): vscode.CodeLens[] {
  const sides = sidesIn(one, shown);
  if (!sides) return [];
  const { place, figures, freshness, loaded } = one;
  const options = {
    l10n: vscode.l10n,
    minimumSamples: getSetting('burnline.minimumSamples'),
    cost: loaded.cost,
  };
  const title = lensText({ figures, findings: 0, state: freshness.state, sides }, options);
  const { range } = document.lineAt(lineIndex(document, place.line));
  return [new vscode.CodeLens(range, { title, command: '', tooltip: freshness.why })];
}

function sidesIn({ figures, names }: ComparedFunction, { comparison }: Shown): FunctionSides | undefined {
  return comparison && sidesOf(comparison, figures.view, names, getSetting('burnline.minimumSamples'));
}

/** Editors count lines from 0; the document may have become shorter since it was parsed. */
function lineIndex(document: vscode.TextDocument, line: number): number {
  return Math.min(Math.max(line - 1, 0), document.lineCount - 1);
}
