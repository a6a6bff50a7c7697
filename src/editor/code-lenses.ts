import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import { findingsOf } from '../focus/findings';
import type { LoadedProfile } from '../focus/loaded-profile';
import type { CodeFilter } from '../insight/my-code';
import { toAbortSignal } from '../host/abort-token';
import { asCommand } from '../host/commands';
import { getSetting, onDidChangeSettings } from '../host/settings';
import { share } from '../profile/share';
import type { AnnotationSource } from './annotation-source';
import { isFindingOf } from './annotations';
import type { Annotation } from './annotations';
import { lensText } from './words';

export interface CodeLensServices {
  readonly annotations: AnnotationSource;
  readonly codeFilter: () => CodeFilter;
}

/** Above each hot function its share; a click opens the flame graph there. */
export function registerCodeLenses(services: CodeLensServices): vscode.Disposable {
  const owned = new Disposables();
  const changed = owned.add(new vscode.EventEmitter<void>());
  const refresh = (): void => changed.fire();
  owned.add(services.annotations.onDidChange(refresh));
  owned.add(
    onDidChangeSettings(
      [
        'burnline.lens.enabled',
        'burnline.lens.minimumShare',
        'burnline.lens.maximumPerFile',
        'burnline.minimumSamples',
        'burnline.myCode',
      ],
      refresh,
    ),
  );
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document, token) => provideLenses(document, services, toAbortSignal(token)),
  };
  owned.add(vscode.languages.registerCodeLensProvider({ language: 'python' }, provider));
  return owned;
}

async function provideLenses(
  document: vscode.TextDocument,
  { annotations, codeFilter }: CodeLensServices,
  signal: AbortSignal,
): Promise<vscode.CodeLens[]> {
  if (!getSetting('burnline.lens.enabled', document)) return [];
  const annotated = await annotations.annotationsOf(document, signal);
  if (!annotated) return [];
  const { loaded, functions } = annotated;
  const minimumShare = getSetting('burnline.lens.minimumShare', document);
  const findings = findingsOf(loaded, codeFilter());
  return functions
    .filter((one) => share(one.figures.total, one.figures.sum) >= minimumShare && hasLens(one))
    .slice(0, getSetting('burnline.lens.maximumPerFile', document))
    .map((one) =>
      toLens(
        document,
        one,
        loaded,
        findings.filter((finding) => isFindingOf(finding, one, loaded.profile)).length,
      ),
    );
}

/**
 * A module's frame stands on the line that ran, above which a lens would speak of that line; a comprehension's stands
 * in the middle of a function whose own lens counts it already. Hovers have both.
 */
function hasLens({ place }: Annotation): boolean {
  return place.kind !== 'module' && place.kind !== 'comprehension';
}

function toLens(
  document: vscode.TextDocument,
  { place, ref, figures }: Annotation,
  loaded: LoadedProfile,
  findings: number,
): vscode.CodeLens {
  const { l10n } = vscode;
  const text = lensText(figures, findings, {
    l10n,
    minimumSamples: getSetting('burnline.minimumSamples'),
    cost: loaded.cost,
  });
  const { connectionId, group } = loaded;
  const command = asCommand('burnline.openFlameGraph', text, {
    connectionId,
    group,
    view: figures.view,
    function: ref,
  });
  command.tooltip = l10n.t('Open the flame graph at this function');
  return new vscode.CodeLens(document.lineAt(lineIndex(document, place.line)).range, command);
}

/** Editors count lines from 0; the document may have become shorter since it was parsed. */
function lineIndex(document: vscode.TextDocument, line: number): number {
  return Math.min(Math.max(line - 1, 0), document.lineCount - 1);
}
