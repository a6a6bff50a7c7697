import type { Disposable } from '../base/disposables';
import { Emitter } from '../base/events';
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

/** Which group and which time range the person chose, remembered per workspace. What is shown of it is the Focus's. */
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
