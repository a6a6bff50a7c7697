import { visibleText } from '../base/visible-text';
import { functionTotalsOf, hottestOf } from '../focus/figures';
import { nameInModule } from '../focus/function-name';
import type { LoadedProfile } from '../focus/loaded-profile';
import { viewName } from '../focus/view-name';
import type { CodeFilter } from '../insight/my-code';
import { formatSamples, formatShare, formatShareInColumn } from '../profile/format';
import { frameRef } from '../profile/hot-spots';
import type { FunctionTotals } from '../profile/hot-spots';
import { share } from '../profile/share';
import type { FrameRef } from '../profile/tables';
import type { StateView } from '../profile/thread-states';
import type { FrameIndex, SampleCount } from '../profile/units';
import { isSynthetic } from '../profile/wrappers';

/** What the view *Hot Methods* shows, as a value; hot-methods-view.ts draws it. No VS Code in here. */
export interface HotMethods {
  readonly rows: readonly HotMethod[];
  /** Functions with samples that have no row yet. */
  readonly more: number;
  /** Above the rows, or in their place; '' for none. */
  readonly message: string;
  /** Beside the title: what the rows are sorted by and taken from. */
  readonly description: string;
}

export interface HotMethod {
  /** The same after a refresh. */
  readonly id: string;
  /** `12.4 %  Engine.quote`, the shares of all rows one below the other. */
  readonly label: string;
  /** `pricing.py:141` */
  readonly description: string;
  readonly tooltip: string;
  readonly frame: FrameRef;
}

export interface HotMethodOptions {
  readonly l10n: { t(message: string, ...values: (string | number)[]): string };
  readonly view: StateView;
  readonly by: HotMethodOrder;
  /** Whether only the person's own functions are listed. */
  readonly onlyMine: boolean;
  readonly isMyCode: CodeFilter;
  readonly limit: number;
  /** With fewer there are no shares, and so no rows. */
  readonly minimumSamples: SampleCount;
}

export type HotMethodOrder = 'self' | 'total';

/** So many rows at first, and so many more with each *more*. */
export const HOT_METHODS_STEP = 50;

export function hotMethods({ profile }: LoadedProfile, options: HotMethodOptions): HotMethods {
  const { l10n, view, by, minimumSamples } = options;
  const totals = functionTotalsOf(profile, view);
  const description = describe(options);
  const nothing = { rows: [], more: 0, description };
  if (totals.tree.sum === 0) {
    return { ...nothing, message: l10n.t('No samples in the {0} view of this range.', viewName(view, l10n)) };
  }
  if (totals.tree.sum < minimumSamples) {
    return { ...nothing, message: l10n.t('Too few samples ({0}) to tell a share.', totals.tree.sum) };
  }
  const frames = wantedFrames(totals, options);
  if (frames.length === 0) {
    return { ...nothing, message: l10n.t('None of the functions with samples is your own code.') };
  }
  return {
    rows: frames.slice(0, options.limit).map((frame) => toRow(totals, frame, by, options)),
    more: Math.max(0, frames.length - options.limit),
    message: '',
    description,
  };
}

function describe({ l10n, view, by, onlyMine }: HotMethodOptions): string {
  const order = by === 'self' ? l10n.t('self') : l10n.t('total');
  return [viewName(view, l10n), order, onlyMine ? l10n.t('my code') : l10n.t('all code')].join(' · ');
}

/** Marks of the agent, such as the one of a thread that sleeps, are no functions. */
function wantedFrames(totals: FunctionTotals, { by, onlyMine, isMyCode }: HotMethodOptions): FrameIndex[] {
  const { name } = totals.tree.profile.frames;
  return hottestOf(totals, by).filter(
    (frame) => !isSynthetic(name[frame]) && (!onlyMine || isMyCode(frameRef(totals, frame))),
  );
}

function toRow(
  totals: FunctionTotals,
  frame: FrameIndex,
  by: HotMethodOrder,
  { l10n, view }: HotMethodOptions,
): HotMethod {
  const ref = frameRef(totals, frame);
  const { sum } = totals.tree;
  const [self, total] = [share(totals.self[frame], sum), share(totals.total[frame], sum)];
  return {
    id: idOf(ref, frame),
    label: `${formatShareInColumn(by === 'self' ? self : total)}  ${visibleText(nameInModule(ref.name), 200)}`,
    description: placeWords(ref),
    tooltip: l10n.t(
      '{0}\nself {1} of {2}, with what it calls {3} ({4})',
      visibleText(ref.name, 200),
      formatShare(self),
      viewName(view, l10n),
      formatShare(total),
      formatSamples(totals.total[frame]),
    ),
    frame: ref,
  };
}

/** A name that no source has is not worth keeping whole. */
function idOf({ name, file }: FrameRef, frame: FrameIndex): string {
  return name.length + file.length > 1000 ? `#${frame}` : JSON.stringify([name, file]);
}

function placeWords({ file, firstLine }: FrameRef): string {
  const name = visibleText(file.split(/[\\/]/).at(-1) ?? '', 100);
  return name !== '' && firstLine > 0 ? `${name}:${firstLine}` : name;
}
