import type { StateView } from '../../src/profile/thread-states';
import { statesOf } from '../../src/profile/thread-states';
import { element } from './dom';
import { createDropdown } from './kit';
import { stateName } from './state-name';
import { t } from './words';

/** Which thread states count: the guide's two views, or any set of the states that the data has. */
export interface StatesControl {
  readonly element: HTMLElement;
  update(view: StateView, available: readonly string[]): void;
}

export function createStatesControl(onChange: (view: StateView) => void): StatesControl {
  let shown: { readonly view: StateView; readonly available: readonly string[] } = {
    view: 'cpu',
    available: [],
  };
  const options = [
    { value: 'cpu', text: t('CPU') },
    { value: 'latency', text: t('Latency') },
    { value: 'custom', text: t('Custom') },
  ];
  const dropdown = createDropdown(t('Thread states'), options, (value) => {
    if (value === 'cpu' || value === 'latency') onChange(value);
    // Begins with what is shown: whoever chooses for themselves adds or takes away one or two.
    else onChange(statesOf(shown.view, shown.available));
  });
  const boxes = element('fieldset', { className: 'states', hidden: true });
  boxes.setAttribute('aria-label', t('States that count'));
  boxes.addEventListener('change', () => {
    const checked = [...boxes.querySelectorAll('input')].filter((box) => box.checked);
    // States that this profile happens not to have stay chosen for the next one that does.
    const absent =
      typeof shown.view === 'string' ? [] : shown.view.filter((state) => !shown.available.includes(state));
    onChange([...checked.map((box) => box.value), ...absent]);
  });

  return {
    element: element('div', { className: 'states-control' }, dropdown.element, boxes),
    update: (view, available) => {
      dropdown.select(typeof view === 'string' ? view : 'custom');
      boxes.hidden = typeof view === 'string';
      if (available.join() !== shown.available.join()) boxes.replaceChildren(...available.map(checkbox));
      for (const box of boxes.querySelectorAll('input')) box.checked = view.includes(box.value);
      shown = { view, available };
    },
  };
}

function checkbox(state: string): HTMLElement {
  const box = element('input', { type: 'checkbox', value: state });
  return element('label', { title: state }, box, stateName(state));
}
