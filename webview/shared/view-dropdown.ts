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
