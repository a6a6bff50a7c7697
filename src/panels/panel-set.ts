import * as vscode from 'vscode';
import type { Disposable } from '../base/disposables';
import { Disposables } from '../base/disposables';
import type { Focus } from '../focus/focus';
import type { LoadedProfile } from '../focus/loaded-profile';
import type { StateView } from '../profile/thread-states';
import type { Guard } from '../protocol/shapes';
import { pageOptions, panelIcon } from './page';

/** What every panel of ours does, whatever it shows. */
export interface Panel<Saved> extends Disposable {
  /** A profile came into focus; who shows an older answer to the same question takes it. */
  follow(loaded: LoadedProfile | undefined): void;
  setView(view: StateView): void;
  /** After a reload of the window. Undefined where nothing was kept that is still understood. */
  restore(saved: Saved | undefined): void;
}

export interface PanelKind<P, Saved> {
  /** Serializers are found by it after a reload of the window, so it can never change. */
  readonly viewType: string;
  readonly isSaved: Guard<Saved>;
  readonly create: (panel: vscode.WebviewPanel) => P;
}

/** The open panels of one kind. */
export interface PanelSet<P> extends Disposable {
  readonly all: ReadonlySet<P>;
  add(title: string): P;
}

/** Keeps panels in step with the focus, and brings them back after a reload of the window. */
export function createPanelSet<P extends Panel<Saved>, Saved>(
  extensionUri: vscode.Uri,
  focus: Focus,
  { viewType, isSaved, create }: PanelKind<P, Saved>,
): PanelSet<P> {
  const owned = new Disposables();
  const all = new Set<P>();
  const adopt = (webview: vscode.WebviewPanel): P => {
    webview.iconPath = panelIcon(extensionUri);
    const panel = create(webview);
    all.add(panel);
    webview.onDidDispose(() => all.delete(panel));
    return panel;
  };
  owned.add(focus.onDidChange((loaded) => all.forEach((panel) => panel.follow(loaded))));
  owned.add(focus.onDidChangeView((view) => all.forEach((panel) => panel.setView(view))));
  owned.add(
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: async (webview, saved: unknown) => {
        webview.webview.options = pageOptions(extensionUri);
        adopt(webview).restore(isSaved(saved) ? saved : undefined);
      },
    }),
  );
  owned.add({ dispose: () => all.forEach((panel) => panel.dispose()) });
  return {
    all,
    add: (title) =>
      adopt(
        vscode.window.createWebviewPanel(
          viewType,
          title,
          vscode.ViewColumn.Active,
          pageOptions(extensionUri),
        ),
      ),
    dispose: () => owned.dispose(),
  };
}
