import * as vscode from 'vscode';
import { findingsOf } from '../focus/findings';
import { toAbortSignal } from '../host/abort-token';
import { LINKABLE_COMMANDS } from '../host/contributions';
import { getSetting } from '../host/settings';
import type { CodeFilter } from '../insight/my-code';
import type { AnnotationSource } from './annotation-source';
import { isFindingOf } from './annotations';
import { hoverText } from './hover-text';

export interface HoverServices {
  readonly annotations: AnnotationSource;
  readonly codeFilter: () => CodeFilter;
}

/** Over the head of a function that was seen running: its figures, where they are from, and where to go from here. */
export function registerHovers({ annotations, codeFilter }: HoverServices): vscode.Disposable {
  const provider: vscode.HoverProvider = {
    provideHover: async (document, position, token) => {
      const annotated = await annotations.annotationsOf(document, toAbortSignal(token));
      const line = position.line + 1;
      const at = annotated?.functions.find(({ place }) => place.firstLine <= line && line <= place.line);
      if (!annotated || !at) return undefined;
      const { loaded } = annotated;
      const findings = findingsOf(loaded, codeFilter()).filter((one) => isFindingOf(one, at, loaded.profile));
      const text = hoverText(at, loaded, findings, {
        l10n: vscode.l10n,
        minimumSamples: getSetting('burnline.minimumSamples'),
      });
      return new vscode.Hover(trusted(text));
    },
  };
  return vscode.languages.registerHoverProvider({ language: 'python' }, provider);
}

/** Links may run these commands of ours, which change nothing outside the editor, and no others. */
function trusted(text: string): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(text);
  markdown.isTrusted = { enabledCommands: LINKABLE_COMMANDS };
  return markdown;
}
