import { element, icon } from '../shared/dom';
import type { ContextMenu } from './context-menu';
import type { MenuItem } from './menu-model';

/** A button of the toolbar that opens a menu under it: `⋯`, `Export ▾`, `Colours ▾`. */
export interface MenuButton {
  readonly element: HTMLElement;
  /** What it says; of a button with an icon, what it is called. */
  setLabel(label: string): void;
}

export interface MenuButtonOptions {
  readonly label: string;
  /** With an icon the button shows it alone. */
  readonly icon?: string;
  readonly menu: ContextMenu;
  /** Asked for whenever it opens. */
  readonly items: () => readonly MenuItem[];
}

export function createMenuButton({ label, icon: name, menu, items }: MenuButtonOptions): MenuButton {
  const text = element('span', { className: 'tool-text' });
  const button = element('button', { type: 'button', className: 'tool' });
  button.append(...(name ? [icon(name)] : [text, icon('chevron-down')]));
  button.setAttribute('aria-haspopup', 'menu');
  button.setAttribute('aria-expanded', 'false');

  function open(): void {
    button.setAttribute('aria-expanded', 'true');
    // The menu gives the focus back to what had it; in some browsers a click gives a button none.
    button.focus();
    menu.open(items(), button.getBoundingClientRect(), {
      onClose: () => button.setAttribute('aria-expanded', 'false'),
    });
  }

  function setLabel(shown: string): void {
    text.textContent = shown;
    button.title = shown;
    if (name) button.setAttribute('aria-label', shown);
  }

  button.addEventListener('click', () => {
    if (button.getAttribute('aria-expanded') === 'true') menu.close();
    else open();
  });
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    open();
  });
  setLabel(label);
  return { element: button, setLabel };
}
