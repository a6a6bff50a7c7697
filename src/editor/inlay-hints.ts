import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import { toAbortSignal } from '../host/abort-token';
import { asCommand } from '../host/commands';
import { getSetting, onDidChangeSettings } from '../host/settings';
import { share } from '../profile/share';
import { SUPPORTED_LANGUAGES } from '../source/languages';
import type { AnnotationSource, DocumentAnnotations } from './annotation-source';
import type { Annotation } from './annotations';
import { briefText } from './words';

/** Behind the head of each hot function its share: for people who want no lines between their lines. */
export function registerInlayHints(annotations: AnnotationSource): vscode.Disposable {
  const owned = new Disposables();
  const changed = owned.add(new vscode.EventEmitter<void>());
  const refresh = (): void => changed.fire();
  owned.add(annotations.onDidChange(refresh));
  owned.add(
    onDidChangeSettings(
      [
        'burnline.inlineInsights.enabled',
        'burnline.inlay.enabled',
        'burnline.lens.minimumShare',
        'burnline.lens.maximumPerFile',
        'burnline.minimumSamples',
      ],
      refresh,
    ),
  );
  const provider: vscode.InlayHintsProvider = {
    onDidChangeInlayHints: changed.event,
    provideInlayHints: async (document, range, token) => {
      const isOn =
        getSetting('burnline.inlineInsights.enabled', document) &&
        getSetting('burnline.inlay.enabled', document);
      if (!isOn) return [];
      const annotated = await annotations.annotationsOf(document, toAbortSignal(token));
      return annotated ? hintsOf(document, annotated, range) : [];
    },
  };
  owned.add(vscode.languages.registerInlayHintsProvider([...SUPPORTED_LANGUAGES], provider));
  return owned;
}

/** A hint moves no line, so the hottest of now are shown, whoever was before. */
function hintsOf(
  document: vscode.TextDocument,
  { loaded, functions }: DocumentAnnotations,
  range: vscode.Range,
): vscode.InlayHint[] {
  const minimumShare = getSetting('burnline.lens.minimumShare', document);
  const minimumSamples = getSetting('burnline.minimumSamples');
  return functions
    .filter(({ place }) => place.kind !== 'module' && place.kind !== 'comprehension')
    .filter(({ figures: { total, sum } }) => sum >= minimumSamples && share(total, sum) >= minimumShare)
    .slice(0, getSetting('burnline.lens.maximumPerFile', document))
    .filter(({ place }) => place.line <= document.lineCount)
    .map((one) => toHint(document, one, loaded))
    .filter(({ position }) => range.contains(position));
}

function toHint(
  document: vscode.TextDocument,
  { place, figures, freshness, ref }: Annotation,
  { connectionId, group }: DocumentAnnotations['loaded'],
): vscode.InlayHint {
  const { l10n } = vscode;
  const brief = briefText(figures, { l10n });
  const text = freshness.state === 'changed' ? l10n.t('{0} before your edit', brief) : brief;
  const part = new vscode.InlayHintLabelPart(text);
  part.tooltip = freshness.why;
  part.command = asCommand('burnline.openFlameGraph', l10n.t('Open the flame graph at this function'), {
    connectionId,
    group,
    view: figures.view,
    function: ref,
  });
  const hint = new vscode.InlayHint(document.lineAt(place.line - 1).range.end, [part]);
  hint.paddingLeft = true;
  return hint;
}
