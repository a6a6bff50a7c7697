import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import { COLORS } from '../host/contributions';
import { getSetting, onDidChangeSettings } from '../host/settings';
import type { Log } from '../host/log';
import { describeError } from '../host/log';
import type { StateView } from '../profile/thread-states';
import { SUPPORTED_LANGUAGES } from '../source/languages';
import type { AnnotationSource, DocumentAnnotations } from './annotation-source';
import { HEAT_STEPS, heatMarksOf, heatText } from './heat-marks';
import type { HeatMark } from './heat-marks';

export interface HeatServices {
  readonly annotations: AnnotationSource;
  readonly log: Log;
}

/** Profiles, views and editors change several at a time. Edits the editor follows by itself until they have settled. */
const SETTLE_MS = 150;

/**
 * Marks hot lines in the editors that are visible: a bar, a mark in the overview ruler, text behind the line. The minimap
 * shows none of it, because VS Code lets no extension draw there.
 */
export function registerHeat({ annotations, log }: HeatServices): vscode.Disposable {
  const owned = new Disposables();
  const pens = owned.add(createPens());
  const drawing = new WeakMap<vscode.TextEditor, AbortController>();
  let timer: NodeJS.Timeout | undefined;

  const draw = async (editor: vscode.TextEditor): Promise<void> => {
    drawing.get(editor)?.abort();
    const running = new AbortController();
    drawing.set(editor, running);
    try {
      const drawn = await drawnOf(editor.document, annotations, pens, running.signal);
      if (running.signal.aborted) return;
      for (const pen of pens.all) editor.setDecorations(pen, drawn.get(pen) ?? []);
    } catch (error) {
      if (!running.signal.aborted) log.error(describeError(error));
    }
  };
  const drawAll = (uri?: vscode.Uri): void => {
    for (const editor of vscode.window.visibleTextEditors) {
      const { languageId, uri: own } = editor.document;
      const isMeant = uri === undefined || uri.toString() === own.toString();
      if (isMeant && SUPPORTED_LANGUAGES.includes(languageId)) void draw(editor);
    }
  };
  const drawSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(drawAll, SETTLE_MS);
  };
  owned.add({ dispose: () => clearTimeout(timer) });
  owned.add(annotations.onDidChange((uri) => (uri ? drawAll(uri) : drawSoon())));
  owned.add(vscode.window.onDidChangeVisibleTextEditors(drawSoon));
  owned.add(
    onDidChangeSettings(
      ['burnline.inlineInsights.enabled', 'burnline.heat.style', 'burnline.minimumSamples'],
      drawSoon,
    ),
  );
  drawSoon();
  return owned;
}

type Drawn = ReadonlyMap<vscode.TextEditorDecorationType, vscode.DecorationOptions[]>;

/** Empty where nothing is to be marked. */
async function drawnOf(
  document: vscode.TextDocument,
  annotations: AnnotationSource,
  pens: Pens,
  signal: AbortSignal,
): Promise<Drawn> {
  const style = getSetting('burnline.heat.style', document);
  if (style === 'off' || !getSetting('burnline.inlineInsights.enabled', document)) return new Map();
  const annotated = await annotations.annotationsOf(document, signal);
  if (!annotated || !hasEnough(annotated)) return new Map();
  const { view } = annotated.functions[0].figures;
  const marks = heatMarksOf(annotated.functions, annotated.loaded).filter(
    ({ last }) => last <= document.lineCount,
  );
  const drawn = new Map<vscode.TextEditorDecorationType, vscode.DecorationOptions[]>();
  if (style !== 'endOfLine') drawBars(marks, document, pens, drawn);
  if (style !== 'gutter') drawn.set(pens.text, textsOf(marks, view, document));
  return drawn;
}

function hasEnough({ functions }: DocumentAnnotations): boolean {
  return functions.length > 0 && functions[0].figures.sum >= getSetting('burnline.minimumSamples');
}

function drawBars(
  marks: readonly HeatMark[],
  document: vscode.TextDocument,
  pens: Pens,
  drawn: Map<vscode.TextEditorDecorationType, vscode.DecorationOptions[]>,
): void {
  for (const { first, last, step, of } of marks) {
    const pen = (of === 'line' ? pens.solid : pens.dashed)[step];
    const range = new vscode.Range(first - 1, 0, last - 1, document.lineAt(last - 1).text.length);
    drawn.set(pen, [...(drawn.get(pen) ?? []), { range }]);
  }
}

/** One text a line: a range and a line of it can begin at the same place. */
function textsOf(
  marks: readonly HeatMark[],
  view: StateView,
  document: vscode.TextDocument,
): vscode.DecorationOptions[] {
  const byLine = new Map<number, string[]>();
  for (const mark of marks) {
    byLine.set(mark.first, [...(byLine.get(mark.first) ?? []), heatText(mark, view, vscode)]);
  }
  return [...byLine].map(([line, texts]) => ({
    range: document.lineAt(line - 1).range,
    renderOptions: { after: { contentText: texts.join(' · ') } },
  }));
}

/** What marks are drawn with: a decoration type for each step, so that a refresh changes ranges and no styles. */
interface Pens extends vscode.Disposable {
  readonly solid: readonly vscode.TextEditorDecorationType[];
  readonly dashed: readonly vscode.TextEditorDecorationType[];
  readonly text: vscode.TextEditorDecorationType;
  readonly all: readonly vscode.TextEditorDecorationType[];
}

/**
 * The bar is the left border of whole lines, not an icon in the gutter: icons are images, which no colour theme reaches,
 * and their lane belongs to breakpoints. Where it stands for several lines it is dashed, because some of them may be cold;
 * hotter steps are wider, so that colour is not the only sign.
 */
function createPens(): Pens {
  const bar = (step: number, borderStyle: 'solid' | 'dashed'): vscode.TextEditorDecorationType =>
    vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      borderStyle,
      borderWidth: `0 0 0 ${step + 2}px`,
      borderColor: new vscode.ThemeColor(COLORS[step]),
      overviewRulerColor: new vscode.ThemeColor(COLORS[step]),
      overviewRulerLane: vscode.OverviewRulerLane.Left,
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    });
  const text = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('burnline.heatText'), margin: '0 0 0 3em' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  // The hottest are made last: of two bars in one place the later one is on top.
  const dashed = HEAT_STEPS.map((_, step) => bar(step, 'dashed'));
  const solid = HEAT_STEPS.map((_, step) => bar(step, 'solid'));
  const all = [...dashed, ...solid, text];
  return { solid, dashed, text, all, dispose: () => all.forEach((pen) => pen.dispose()) };
}
