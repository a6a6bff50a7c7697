import type { StateView } from '../profile/thread-states';

/** What a view is called where it stands first: `CPU 12.4 %`. Custom ones are called by their states. */
export function viewName(view: StateView, l10n: { t(message: string): string }): string {
  if (view === 'cpu') return l10n.t('CPU');
  return view === 'latency' ? l10n.t('Latency') : view.join(' + ');
}
