import { visibleText } from '../base/visible-text';
import { callTreeOf } from '../focus/figures';
import type { LoadedProfile } from '../focus/loaded-profile';
import { labelOf } from '../focus/source-label';
import { DAY, MINUTE } from '../focus/time-range';
import { viewName } from '../focus/view-name';
import { formatAge, formatSamples, formatShare } from '../profile/format';
import type { StateView } from '../profile/thread-states';
import type { EpochMs, Fraction } from '../profile/units';
import { FILE_CONNECTION_ID } from '../protocol/source';
import { rangeWords } from './nodes';

/** Whose figures the editor shows, of when, and how much of them stands in this workspace. Pure. */
export interface StatusWords {
  /** `shop · latest hour · CPU · 92.1 % mapped`. */
  readonly text: string;
  /** Sentences, for the tooltip and for screen readers. */
  readonly detail: string;
}

export interface StatusOptions {
  readonly l10n: { t(message: string, ...values: (string | number)[]): string };
  readonly now: EpochMs;
  /** Share of the CPU samples that stand beside code of the workspace; undefined until somebody asked. */
  readonly mapped: Fraction | undefined;
}

/** Figures of a program that runs are minutes old; only older ones are told apart at a glance. */
const OLD = 15 * MINUTE;

export function statusWords(loaded: LoadedProfile, view: StateView, options: StatusOptions): StatusWords {
  const { l10n, now, mapped } = options;
  const { connectionId, connectionLabel, asked, profile } = loaded;
  const name = viewName(view, l10n);
  const age = Math.max(0, now - profile.meta.end);
  const ago = age < DAY ? formatAge(age) : new Date(profile.meta.end).toLocaleDateString();
  const isDated = profile.meta.end > 0;
  const share = mapped === undefined ? [] : [l10n.t('{0} mapped', formatShare(mapped))];
  const text = [
    visibleText(labelOf(loaded), 40),
    // A file is what it is, whatever range is selected.
    ...(connectionId === FILE_CONNECTION_ID ? [] : [rangeWords(asked, { l10n })]),
    name,
    ...(isDated && age >= OLD ? [ago] : []),
    ...share,
  ];
  const detail = [
    l10n.t(
      '{0} of {1}, {2} view: {3}.',
      visibleText(labelOf(loaded), 100),
      connectionLabel,
      name,
      formatSamples(callTreeOf(profile, view).sum),
    ),
    ...(isDated ? [l10n.t('Last profile: {0}.', ago)] : []),
    ...(mapped === undefined
      ? []
      : [l10n.t('{0} of CPU stand beside code of this workspace.', formatShare(mapped))]),
    l10n.t('Click to choose what to show.'),
  ];
  return { text: text.join(' · '), detail: detail.join(' ') };
}
