import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import type { Focus } from '../focus/focus';
import type { LoadedProfile } from '../focus/loaded-profile';
import type { CommandHandlers } from '../host/commands';
import { asCommand, runCommand } from '../host/commands';
import { setContextKey } from '../host/context-keys';
import type { FlameTarget } from '../host/contributions';
import { toFrameRef, VIEWS } from '../host/contributions';
import { getSetting, onDidChangeSettings } from '../host/settings';
import type { CodeFilter } from '../insight/my-code';
import type { FrameRef } from '../profile/tables';
import type { ViewSpec } from '../protocol/view-spec';
import { PLAIN_VIEW } from '../protocol/view-spec';
import { HOT_METHODS_STEP, hotMethods } from './hot-methods';
import type { HotMethod, HotMethodOrder, HotMethods } from './hot-methods';

export interface HotMethodServices {
  readonly focus: Focus;
  readonly codeFilter: () => CodeFilter;
  /** Where the order and the filter are kept between sessions. */
  readonly state: vscode.Memento;
  openFlame(loaded: LoadedProfile, at: { readonly spec: ViewSpec }): Promise<void>;
  revealFrame(ref: FrameRef): Promise<'opened' | 'not-found'>;
}

type Handled =
  | 'burnline.hideFrame'
  | 'burnline.inspectFrame'
  | 'burnline.showAllHotMethods'
  | 'burnline.showCallers'
  | 'burnline.showMoreHotMethods'
  | 'burnline.showMyHotMethods'
  | 'burnline.sortHotMethodsBySelf'
  | 'burnline.sortHotMethodsByTotal';

export interface HotMethodsView extends vscode.Disposable {
  readonly handlers: Pick<CommandHandlers, Handled>;
}

/** A row, and what commands of its menu take of it: a frame, and where the flame graph is to open. */
type Row = HotMethod & FrameRef & FlameTarget;

const MORE = 'more';

const ORDER_KEY = 'burnline.hotMethods.order';
const ALL_KEY = 'burnline.hotMethods.all';

/** The view *Hot Methods*: draws what hot-methods.ts says of the profile in focus. */
export function registerHotMethods(services: HotMethodServices): HotMethodsView {
  const owned = new Disposables();
  const { focus, state } = services;
  const rows = owned.add(new HotRows());
  const tree = owned.add(
    vscode.window.createTreeView<Row | typeof MORE>(VIEWS.hotMethods, { treeDataProvider: rows }),
  );
  let limit = HOT_METHODS_STEP;
  let isDrawn = false;

  const draw = (): void => {
    isDrawn = tree.visible;
    if (!tree.visible) return;
    const order: HotMethodOrder = state.get(ORDER_KEY) === 'total' ? 'total' : 'self';
    const onlyMine = state.get(ALL_KEY) !== true;
    setContextKey('burnline.hotMethodsBy', order);
    setContextKey('burnline.hotMethodsOf', onlyMine ? 'mine' : 'all');
    const loaded = focus.current;
    const shown =
      loaded &&
      hotMethods(loaded, {
        l10n: vscode.l10n,
        view: focus.view,
        by: order,
        onlyMine,
        isMyCode: services.codeFilter(),
        limit,
        minimumSamples: getSetting('burnline.minimumSamples'),
      });
    // Without a profile the welcome text says what to do.
    tree.message = shown?.message === '' ? undefined : shown?.message;
    tree.description = shown?.description ?? '';
    rows.show(shown, loaded, typeof focus.view === 'string' ? focus.view : undefined);
  };
  const choose = async (key: string, value: unknown): Promise<void> => {
    limit = HOT_METHODS_STEP;
    await state.update(key, value);
    draw();
  };
  const openFlame = async (
    given: unknown,
    look: (of: Pick<FrameRef, 'name' | 'file'>) => Partial<ViewSpec>,
  ): Promise<void> => {
    const ref = toFrameRef(given);
    const loaded = focus.current;
    if (!ref || !loaded) return;
    const { name, file } = ref;
    await services.openFlame(loaded, {
      spec: { ...PLAIN_VIEW, states: focus.view, ...look({ name, file }) },
    });
  };
  owned.add(focus.onDidChange(draw));
  owned.add(focus.onDidChangeView(draw));
  owned.add(onDidChangeSettings(['burnline.myCode', 'burnline.minimumSamples'], draw));
  owned.add(tree.onDidChangeVisibility(() => !isDrawn && draw()));
  draw();
  return {
    handlers: {
      'burnline.sortHotMethodsBySelf': () => choose(ORDER_KEY, 'self'),
      'burnline.sortHotMethodsByTotal': () => choose(ORDER_KEY, 'total'),
      'burnline.showMyHotMethods': () => choose(ALL_KEY, false),
      'burnline.showAllHotMethods': () => choose(ALL_KEY, true),
      'burnline.showMoreHotMethods': () => {
        limit += HOT_METHODS_STEP;
        draw();
      },
      'burnline.inspectFrame': (given) =>
        openFlame(given, (of) => ({ visualization: { type: 'inspect', function: of } })),
      'burnline.hideFrame': (given) =>
        openFlame(given, (of) => ({ transforms: [{ type: 'hide-function', function: of }] })),
      // From its place in the source, where the question of who calls it is asked of the profile.
      'burnline.showCallers': async (given) => {
        const ref = toFrameRef(given);
        if (!ref || (await services.revealFrame(ref)) !== 'opened') return;
        runCommand('burnline.hottestCallers');
      },
    },
    dispose: () => owned.dispose(),
  };
}

class HotRows implements vscode.TreeDataProvider<Row | typeof MORE>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private shown: HotMethods | undefined;
  private text = '';
  /** VS Code tells rows apart by identity, and selection hangs on it. */
  private rows = new Map<string, Row>();

  readonly onDidChangeTreeData = this.changed.event;

  /** The same again is not drawn again: a refresh that changes nothing must not move what is being read. */
  show(
    shown: HotMethods | undefined,
    loaded: LoadedProfile | undefined,
    view: 'cpu' | 'latency' | undefined,
  ): void {
    const text = JSON.stringify([shown, loaded?.connectionId, loaded?.group, view]);
    if (text === this.text) return;
    [this.text, this.shown] = [text, shown];
    const place = loaded && { connectionId: loaded.connectionId, group: loaded.group };
    const next = new Map<string, Row>();
    for (const row of shown?.rows ?? []) {
      const whole = { ...row, ...row.frame, ...place, ...(view ? { view } : {}), function: row.frame };
      next.set(row.id, Object.assign(this.rows.get(row.id) ?? {}, whole));
    }
    this.rows = next;
    this.changed.fire(undefined);
  }

  getChildren(parent?: Row | typeof MORE): (Row | typeof MORE)[] {
    if (parent || !this.shown) return [];
    return [...this.rows.values(), ...(this.shown.more > 0 ? ([MORE] as const) : [])];
  }

  getTreeItem(row: Row | typeof MORE): vscode.TreeItem {
    return row === MORE ? moreItem(this.shown?.more ?? 0) : toTreeItem(row);
  }

  getParent(): undefined {
    return undefined;
  }

  dispose(): void {
    this.changed.dispose();
  }
}

function toTreeItem(row: Row): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label, vscode.TreeItemCollapsibleState.None);
  item.id = row.id;
  item.description = row.description;
  item.tooltip = row.tooltip;
  // Without it a screen reader reads the tooltip in place of the row.
  item.accessibilityInformation = {
    label: [row.label.trim(), row.description].filter(Boolean).join(', '),
  };
  item.contextValue = 'hotMethod';
  item.command = asCommand('burnline.goToFrame', vscode.l10n.t('Go to Source'), row.frame);
  return item;
}

function moreItem(count: number): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('{0} more…', count));
  item.id = MORE;
  item.command = asCommand('burnline.showMoreHotMethods', vscode.l10n.t('Show More'));
  return item;
}
