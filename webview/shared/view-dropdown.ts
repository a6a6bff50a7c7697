import type { StateView } from '../../src/profile/thread-states';
import type { DropdownControl } from './kit';
import { createDropdown } from './kit';
import { t } from './words';

/** The choice between CPU and latency, for every page that has one. */
export interface ViewControl {
  readonly element: HTMLElement;
  select(view: StateView): void;
}

export function createViewDropdown(onChange: (view: StateView) => void): ViewControl {
  const options = [
    { value: 'cpu', text: t('CPU') },
    { value: 'latency', text: t('Latency') },
  ];
  const dropdown: DropdownControl = createDropdown(t('Thread states'), options, (value) =>
    onChange(value === 'latency' ? 'latency' : 'cpu'),
  );
  return {
    element: dropdown.element,
    select: (view) => dropdown.select(typeof view === 'string' ? view : 'latency'),
  };
}

/** What the thread states of a view are called beside a figure: `12.4 % of CPU`. */
export function viewName(view: StateView): string {
  if (view === 'cpu') return t('CPU');
  return view === 'latency' ? t('latency') : view.join(', ');
}
