import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import { asCommand } from '../host/commands';
import { VIEWS } from '../host/contributions';
import { describeError } from '../host/log';
import type { Log } from '../host/log';
import { coverageRows, coverageSentence } from './coverage-rows';
import type { CoverageRow } from './coverage-rows';
import type { CoverageSource } from './coverage-source';

/** The view *Coverage*. It computes while it is looked at, and never behind anybody's back. */
export function registerCoverageView(source: CoverageSource, log: Log): vscode.Disposable {
  const owned = new Disposables();
  const rows = owned.add(new CoverageRows());
  const view = owned.add(
    vscode.window.createTreeView<CoverageRow>(VIEWS.coverage, { treeDataProvider: rows }),
  );
  const show = (): void => {
    const { known } = source;
    view.message = known && coverageSentence(known, vscode);
    if (known) rows.show(coverageRows(known, vscode));
  };
  const refresh = async (): Promise<void> => {
    show();
    if (!view.visible || source.known) return;
    try {
      if ((await source.compute()) === undefined && !source.known) rows.show([]);
    } catch (error) {
      log.error(describeError(error));
    }
  };
  owned.add(source.onDidChange(() => void refresh()));
  owned.add(view.onDidChangeVisibility(() => void refresh()));
  void refresh();
  return owned;
}

class CoverageRows implements vscode.TreeDataProvider<CoverageRow>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private rows: readonly CoverageRow[] = [];

  readonly onDidChangeTreeData = this.changed.event;

  show(rows: readonly CoverageRow[]): void {
    this.rows = rows;
    this.changed.fire(undefined);
  }

  getChildren(row?: CoverageRow): CoverageRow[] {
    return [...(row ? (row.children ?? []) : this.rows)];
  }

  getTreeItem(row: CoverageRow): vscode.TreeItem {
    const item = new vscode.TreeItem(
      row.label,
      row.children ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
    );
    item.id = row.id;
    item.description = row.description;
    item.tooltip = row.tooltip;
    item.iconPath = new vscode.ThemeIcon(row.icon);
    item.accessibilityInformation = { label: `${row.label}, ${row.description}` };
    if (row.unmapped) {
      item.contextValue = 'unmapped';
      item.command = asCommand('burnline.mapFrame', vscode.l10n.t('Find Its Source…'), row.unmapped.ref);
    }
    return item;
  }

  dispose(): void {
    this.changed.dispose();
  }
}
