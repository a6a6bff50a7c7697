import type { StateView } from '../../src/profile/thread-states';
import { t } from './words';

/** What the thread states of a view are called beside a figure: `12.4 % of CPU`. */
export function viewName(view: StateView): string {
  if (view === 'cpu') return t('CPU');
  return view === 'latency' ? t('latency') : view.join(' + ');
}
