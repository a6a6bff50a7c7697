import { element } from '../shared/dom';
import { createButton } from '../shared/kit';
import { t } from '../shared/words';

/** All keys of a page on one sheet, over it. */
export interface Help {
  readonly element: HTMLElement;
  open(groups: readonly HelpGroup[]): void;
}

export interface HelpGroup {
  readonly title: string;
  readonly rows: readonly (readonly [keys: string, meaning: string])[];
}

export function createHelp(onClose: () => void): Help {
  const dialog = element('dialog', { className: 'help' });
  dialog.setAttribute('aria-label', t('Keys'));
  dialog.addEventListener('close', onClose);
  // What happens on the sheet stays on it: the keys that it explains are not to be carried out behind it.
  dialog.addEventListener('keydown', (event) => event.stopPropagation());
  return {
    element: dialog,
    open: (groups) => {
      const close = createButton({ label: t('Close'), onClick: () => dialog.close() });
      // First, because it gets the focus, and what has the focus is scrolled to.
      dialog.replaceChildren(close, element('div', { className: 'help-groups' }, ...groups.map(sectionOf)));
      dialog.showModal();
    },
  };
}

function sectionOf({ title, rows }: HelpGroup): HTMLElement {
  const list = rows.flatMap(([keys, meaning]) => [
    element('dt', {}, element('kbd', { textContent: keys })),
    element('dd', { textContent: meaning }),
  ]);
  return element('section', {}, element('h2', { textContent: title }), element('dl', {}, ...list));
}

/** What the chart itself does; the pages add what they can do. */
export function chartKeys(): HelpGroup {
  return {
    title: t('Getting about'),
    rows: [
      ['↑ ↓ ← →', t('walk from frame to frame')],
      [t('Space, Z'), t('zoom to the selected frame')],
      [t('Enter'), t('go to its source')],
      [t('Backspace, Esc'), t('zoom back')],
      [t('0, Home'), t('show everything')],
      ['+ −', t('zoom in and out')],
      [t('Page Up, Page Down'), t('scroll')],
      ['/', t('search')],
      ['n N', t('next and previous match')],
      [t('Menu, Shift+F10'), t('all that can be done with a frame')],
      ['c', t('copy its name')],
      ['e', t('describe it to a screen reader')],
    ],
  };
}
