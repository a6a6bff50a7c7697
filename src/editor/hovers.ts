import * as vscode from 'vscode';
import { findingsOf } from '../focus/findings';
import type { Focus } from '../focus/focus';
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
import type { Annotation } from './annotations';
import type { FrameTrends } from './frame-trends';
import { heatMarksOf } from './heat-marks';
import { hoverText, lineHoverText } from './hover-text';
import type { HoverOptions } from './hover-text';
import { sparklineOf } from './sparkline';

export interface HoverServices {
  readonly focus: Pick<Focus, 'comparison'>;
  readonly annotations: AnnotationSource;
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
      const annotated = await services.annotations.annotationsOf(document, toAbortSignal(token));
      if (!annotated) return undefined;
      const head = headAt(annotated.functions, line + 1);
      const text = head
        ? await headText(head, annotated.loaded, services)
        : lineText(annotated, line + 1, document);
      return text === undefined ? undefined : new vscode.Hover(trusted(text));
    },
  };
  return vscode.languages.registerHoverProvider([...SUPPORTED_LANGUAGES], provider);
}

async function headText(
  at: Annotation,
  loaded: LoadedProfile,
  { focus, trends, codeFilter }: HoverServices,
): Promise<string> {
  const { name, file } = loaded.profile.frames;
  const options = hoverOptions();
  const comparison = comparisonOf(focus.comparison, loaded);
  const names = at.frames.map((frame) => ({ name: name[frame], file: file[frame] }));
  const points = await trends.of(at, loaded);
  const subject = {
    findings: findingsOf(loaded, codeFilter()).filter((one) => isFindingOf(one, at, loaded.profile)),
    sides: comparison && sidesOf(comparison, at.figures.view, names, options.minimumSamples),
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
