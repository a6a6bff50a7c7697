import type { Disposable } from '../base/disposables';
import { Emitter } from '../base/events';
import type { StateView } from '../profile/thread-states';
import { parseRange, rangeText } from './time-range';
import type { TimeRange } from './time-range';

/** Where the selection is kept between sessions; VS Code's workspaceState is one. */
export interface SelectionStore {
  get(key: string): unknown;
  update(key: string, value: unknown): unknown;
}

export interface SelectedGroup {
  readonly connectionId: string;
  readonly group: string;
}

/** Whether two things are of one group. */
export function isSameGroup(a: SelectedGroup | undefined, b: SelectedGroup): boolean {
  return a?.connectionId === b.connectionId && a.group === b.group;
}

const GROUP_KEY = 'burnline.selectedGroup';
const RANGE_KEY = 'burnline.selectedRange';
const VIEW_KEY = 'burnline.selectedView';

/** Which group, time range and thread states the person chose, remembered per workspace. What is shown of it is the Focus's. */
export class Selection implements Disposable {
  private readonly changed = new Emitter<void>();

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly store: SelectionStore,
    /** What counts until the person chooses a range. */
    private readonly defaultRange: () => TimeRange,
  ) {}

  get group(): SelectedGroup | undefined {
    const kept = this.store.get(GROUP_KEY);
    if (typeof kept !== 'object' || kept === null) return undefined;
    const { connectionId, group } = kept as Record<string, unknown>;
    return typeof connectionId === 'string' && typeof group === 'string'
      ? { connectionId, group }
      : undefined;
  }

  get range(): TimeRange {
    const kept = this.store.get(RANGE_KEY);
    return (typeof kept === 'string' ? parseRange(kept) : undefined) ?? this.defaultRange();
  }

  /** The thread states that were looked at last. */
  get view(): StateView {
    const kept = this.store.get(VIEW_KEY);
    if (kept === 'latency') return kept;
    const isCustom =
      Array.isArray(kept) && kept.length > 0 && kept.every((state) => typeof state === 'string');
    return isCustom ? kept : 'cpu';
  }

  /** No change of what is selected: only what the next window begins with. */
  rememberView(view: StateView): void {
    this.store.update(VIEW_KEY, view);
  }

  selectGroup(group: SelectedGroup | undefined): void {
    this.store.update(GROUP_KEY, group);
    this.changed.fire();
  }

  /** Undefined for the default again. */
  selectRange(range: TimeRange | undefined): void {
    this.store.update(RANGE_KEY, range && rangeText(range));
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }
}
