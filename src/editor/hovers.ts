import * as vscode from 'vscode';
import { findingsOf } from '../focus/findings';
import type { Focus, FocusedComparison } from '../focus/focus';
import { comparisonOf, sidesOf } from '../focus/function-change';
import type { LoadedProfile } from '../focus/loaded-profile';
import { toAbortSignal } from '../host/abort-token';
import { LINKABLE_COMMANDS } from '../host/contributions';
import { getSetting } from '../host/settings';
import type { CodeFilter } from '../insight/my-code';
import { SUPPORTED_LANGUAGES } from '../source/languages';
import { annotationAt, headAt } from './annotation-at';
import type { AnnotationSource, DocumentAnnotations } from './annotation-source';
import { isFindingOf } from './annotations';
import { comparedFunctions } from './compared-functions';
import type { ComparedFunction } from './compared-functions';
import type { FrameTrends } from './frame-trends';
import { heatMarksOf } from './heat-marks';
import { hoverText, lineHoverText, sideHoverText } from './hover-text';
import type { HoverOptions } from './hover-text';
import type { SideAnnotations } from './side-annotations';
import { sparklineOf } from './sparkline';

export interface HoverServices {
  readonly focus: Pick<Focus, 'comparison'>;
  readonly annotations: AnnotationSource;
  readonly sides: Pick<SideAnnotations, 'annotationsOf'>;
  readonly trends: FrameTrends;
  readonly codeFilter: () => CodeFilter;
}

/** Over the head of a function that was seen running: its figures, where they are from, and where to go from here. */
export function registerHovers(services: HoverServices): vscode.Disposable {
  const provider: vscode.HoverProvider = {
    provideHover: async (document, { line }, token) => {
      const isOn =
        getSetting('burnline.inlineInsights.enabled', document) &&
        getSetting('burnline.hover.enabled', document);
      if (!isOn) return undefined;
      const signal = toAbortSignal(token);
      const annotated = await services.annotations.annotationsOf(document, signal);
      if (!annotated) return undefined;
      const comparison = comparisonOf(services.focus.comparison, annotated.loaded);
      const sides = comparison ? await services.sides.annotationsOf(document, signal) : [];
      const head = headAt(comparedFunctions([annotated, ...sides]), line + 1);
      const text = head
        ? await headText(head, comparison, annotated.loaded, services)
        : lineText(annotated, line + 1, document);
      return text === undefined ? undefined : new vscode.Hover(trusted(text));
    },
  };
  return vscode.languages.registerHoverProvider([...SUPPORTED_LANGUAGES], provider);
}

async function headText(
  at: ComparedFunction,
  comparison: FocusedComparison | undefined,
  loaded: LoadedProfile,
  { trends, codeFilter }: HoverServices,
): Promise<string | undefined> {
  const options = hoverOptions();
  const sides = comparison && sidesOf(comparison, at.figures.view, at.names, options.minimumSamples);
  if (at.loaded !== loaded) return sides && sideHoverText(at, sides, options);
  const points = await trends.of(at, loaded);
  const subject = {
    findings: findingsOf(loaded, codeFilter()).filter((one) => isFindingOf(one, at, loaded.profile)),
    sides,
    trend: points && sparklineOf(points, lineColour(), vscode.l10n),
  };
  return hoverText(at, loaded, subject, options);
}

/** Where lines are marked, their marks can be asked about; where they are not, other hovers are left alone. */
function lineText(
  { loaded, functions }: DocumentAnnotations,
  line: number,
  document: vscode.TextDocument,
): string | undefined {
  if (getSetting('burnline.heat.style', document) === 'off') return undefined;
  const at = annotationAt(functions, line);
  if (!at) return undefined;
  const marks = heatMarksOf([at], loaded).filter(
    ({ first, last, of }) => of !== 'function' && first <= line && line <= last,
  );
  return marks.length > 0 ? lineHoverText(at, marks, loaded, hoverOptions()) : undefined;
}

function hoverOptions(): HoverOptions {
  return { l10n: vscode.l10n, minimumSamples: getSetting('burnline.minimumSamples') };
}

/** Images know no theme colours: one that can be seen on light backgrounds, one for dark ones. */
function lineColour(): string {
  const { kind } = vscode.window.activeColorTheme;
  const isLight = kind === vscode.ColorThemeKind.Light || kind === vscode.ColorThemeKind.HighContrastLight;
  return isLight ? '#b5200d' : '#ff9d45';
}

/** Links may run these commands of ours, which change nothing outside the editor, and no others. */
function trusted(text: string): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(text);
  markdown.isTrusted = { enabledCommands: LINKABLE_COMMANDS };
  return markdown;
}
