import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import { asCommand } from '../host/commands';
import { VIEWS } from '../host/contributions';
import { changedNodes, indexNodes } from './changed-nodes';
import type { GroupsModel } from './groups-model';
import { toNodes } from './nodes';
import type { Node, NodeOptions } from './nodes';

/**
 * A row as VS Code holds on to it: the same object as long as the row exists, because VS Code tells rows apart by
 * identity. It is also what a context menu hands to a command, hence the place.
 */
export interface Row {
  readonly id: string;
  readonly connectionId: string;
  readonly group: string;
}

export interface GroupsTree extends vscode.Disposable {
  readonly isVisible: boolean;
  readonly onDidChangeVisibility: vscode.Event<unknown>;
}

export interface GroupsTreeServices {
  readonly model: GroupsModel;
  options(): NodeOptions;
  /** Somebody opened a row whose content is not here yet. */
  fetch(): void;
}

/** The view *Profiling Groups*: draws what nodes.ts says and no more of it than changed. */
export function registerGroupsTree(services: GroupsTreeServices): GroupsTree {
  const owned = new Disposables();
  const rows = new GroupRows(services);
  const view = owned.add(
    vscode.window.createTreeView<Row>(VIEWS.groups, { treeDataProvider: rows, showCollapseAll: true }),
  );
  owned.add(
    services.model.onDidChange(() => {
      rows.update();
      const row = rows.takeNewlyFocused();
      if (!row || !view.visible) return;
      // By the time that VS Code looks for it, it may be gone.
      view.reveal(row, { select: false, focus: false, expand: true }).then(undefined, () => undefined);
    }),
  );
  owned.add(rows);
  return {
    get isVisible() {
      return view.visible;
    },
    onDidChangeVisibility: view.onDidChangeVisibility,
    dispose: () => owned.dispose(),
  };
}

class GroupRows implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Row[] | undefined>();
  private readonly rows = new Map<string, Row>();
  private forest: readonly Node[] = [];
  private nodes = new Map<string, Node>();
  private focused: Row | undefined;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly services: GroupsTreeServices) {}

  getChildren(parent?: Row): Row[] {
    if (!parent) return this.forest.map((node) => this.rowOf(node));
    const node = this.nodes.get(parent.id);
    if (!node) return [];
    if (node.kind === 'connection' && this.services.model.open(node.connectionId)) this.services.fetch();
    if (node.kind === 'group' && this.services.model.open(node.connectionId, node.group)) {
      this.services.fetch();
    }
    return node.children.map((child) => this.rowOf(child));
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const node = this.nodes.get(row.id);
    // VS Code may still ask about a row that has just gone; it draws it no more.
    return node ? toTreeItem(node) : new vscode.TreeItem('');
  }

  getParent(row: Row): Row | undefined {
    const parent = [...this.nodes.values()].find(({ children }) => children.some(({ id }) => id === row.id));
    return parent && this.rowOf(parent);
  }

  update(): void {
    const next = toNodes(this.services.model.connections, this.services.options());
    const changes = changedNodes(this.forest, next);
    this.forest = next;
    this.nodes = indexNodes(next);
    for (const id of this.rows.keys()) if (!this.nodes.has(id)) this.rows.delete(id);
    if (changes === 'root') this.changed.fire(undefined);
    else if (changes.length > 0) this.changed.fire(changes.flatMap((id) => this.rows.get(id) ?? []));
  }

  /**
   * The group that has come into focus, once, where its row was there before and so did not start out open. VS Code
   * remembers that it was closed, whatever the item says later.
   */
  takeNewlyFocused(): Row | undefined {
    const before = this.focused;
    const { focused } = this.services.options();
    const known = [...this.rows.values()].find(
      ({ connectionId, group, id }) =>
        this.nodes.get(id)?.kind === 'group' &&
        connectionId === focused?.connectionId &&
        group === focused.group,
    );
    this.focused = known;
    return known === before ? undefined : known;
  }

  dispose(): void {
    this.changed.dispose();
  }

  private rowOf({ id, connectionId, group }: Node): Row {
    const row = this.rows.get(id) ?? { id, connectionId, group };
    this.rows.set(id, row);
    return row;
  }
}

function toTreeItem(node: Node): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label, STATES[node.opens]);
  item.id = node.id;
  item.description = node.description;
  item.tooltip = node.tooltip;
  // Without it a screen reader reads the tooltip in place of the row.
  item.accessibilityInformation = {
    label: [node.label.trim(), node.description].filter(Boolean).join(', '),
  };
  item.iconPath = new vscode.ThemeIcon(node.icon);
  item.contextValue = node.context;
  item.command = commandOf(node);
  return item;
}

const STATES = {
  never: vscode.TreeItemCollapsibleState.None,
  closed: vscode.TreeItemCollapsibleState.Collapsed,
  opened: vscode.TreeItemCollapsibleState.Expanded,
} as const;

function commandOf({ action, connectionId, group }: Node): vscode.Command | undefined {
  switch (action?.do) {
    case 'show-view':
      return asCommand('burnline.openFlameGraph', vscode.l10n.t('Open Flame Graph'), {
        connectionId,
        group,
        view: action.view,
      });
    case 'go-to-frame':
      return asCommand('burnline.goToFrame', vscode.l10n.t('Go to Source'), action.frame);
    case undefined:
      return undefined;
  }
}
