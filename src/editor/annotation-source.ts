import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import { Emitter } from '../base/events';
import type { Event } from '../base/events';
import type { Focus } from '../focus/focus';
import type { LoadedProfile } from '../focus/loaded-profile';
import type { Locator } from '../source/location';
import { annotate } from './annotations';
import type { Annotation } from './annotations';
import { createEditLog } from './edit-log';
import type { WorkspaceSource } from './source-access';

/** The annotations of open documents: computed once per version of the text, profile and view, shared by all features. */
export interface AnnotationSource extends vscode.Disposable {
  /** Another profile or another view: ask again. */
  readonly onDidChange: Event<void>;
  /** Undefined while no profile is in focus. Rejects when aborted. */
  annotationsOf(document: vscode.TextDocument, signal: AbortSignal): Promise<DocumentAnnotations | undefined>;
}

export interface DocumentAnnotations {
  readonly loaded: LoadedProfile;
  /** Hottest first. */
  readonly functions: readonly Annotation[];
}

export interface AnnotationServices {
  readonly focus: Focus;
  readonly source: Pick<WorkspaceSource, 'pathOf' | 'roots'>;
  readonly locator: Locator;
}

/** Below this share nobody asks for a function, not even a hover: it keeps profiles with a million functions quick. */
const MINIMUM_SHARE = 0.0005;

export function createAnnotationSource({ focus, source, locator }: AnnotationServices): AnnotationSource {
  const owned = new Disposables();
  const changed = owned.add(new Emitter<void>());
  const edits = owned.add(createEditLog());
  const known = new Map<
    string,
    { readonly key: readonly unknown[]; readonly functions: readonly Annotation[] }
  >();
  const forget = (): void => {
    known.clear();
    changed.fire();
  };
  owned.add(focus.onDidChange(forget));
  owned.add(focus.onDidChangeView(forget));
  owned.add(vscode.workspace.onDidChangeWorkspaceFolders(forget));
  owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => known.delete(uri.toString())));
  return {
    onDidChange: changed.event,
    annotationsOf: async (document, signal) => {
      const loaded = focus.current;
      if (!loaded) return undefined;
      const uri = document.uri.toString();
      const key = [document.version, loaded.profile, focus.view];
      const before = known.get(uri);
      if (before?.key.every((part, i) => part === key[i])) return { loaded, functions: before.functions };
      const functions = await annotate(source.pathOf(document.uri), loaded, {
        locator,
        edits: edits.editsOf(document.uri),
        roots: source.roots(),
        view: focus.view,
        minimumShare: MINIMUM_SHARE,
        signal,
      });
      known.set(uri, { key, functions });
      return { loaded, functions };
    },
    dispose: () => owned.dispose(),
  };
}
