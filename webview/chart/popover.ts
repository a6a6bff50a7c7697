import { element, icon } from '../shared/dom';
import { placePopup } from './place-popup';

/** A button, and what it opens under itself: controls, where a menu would be commands. */
export interface Popover {
  /** The button; the panel stands behind it in the page, and so in the order of Tab. */
  readonly element: HTMLElement;
  setText(text: string, title?: string): void;
  close(): void;
  readonly isOpen: () => boolean;
}

export interface PopoverOptions {
  /** What the panel is called. */
  readonly label: string;
  readonly content: HTMLElement;
  /** Shows in the content what is so now, and says what gets the focus. */
  readonly onOpen: () => HTMLElement | undefined;
}

export function createPopover({ label, content, onOpen }: PopoverOptions): Popover {
  const text = element('span', { className: 'tool-text', textContent: label });
  const button = element('button', { type: 'button', className: 'tool' }, text, icon('chevron-down'));
  const panel = element('div', { className: 'popover', hidden: true, tabIndex: -1 }, content);
  const root = element('div', { className: 'popover-root' }, button, panel);
  button.setAttribute('aria-haspopup', 'dialog');
  button.setAttribute('aria-expanded', 'false');
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-label', label);

  function open(): void {
    panel.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    const first = onOpen();
    place();
    (first ?? panel).focus({ preventScroll: true });
    document.addEventListener('pointerdown', closeOutside, true);
    window.addEventListener('resize', place);
  }

  function place(): void {
    panel.style.maxHeight = '';
    const { width, height } = panel.getBoundingClientRect();
    const page = { width: window.innerWidth, height: window.innerHeight };
    const { x, y, maxHeight } = placePopup(button.getBoundingClientRect(), { width, height }, page);
    panel.style.left = `${x}px`;
    panel.style.top = `${y}px`;
    panel.style.maxHeight = `${maxHeight}px`;
  }

  function close(): void {
    if (panel.hidden) return;
    const hadFocus = document.hasFocus() && panel.contains(document.activeElement);
    panel.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', closeOutside, true);
    window.removeEventListener('resize', place);
    if (hadFocus) button.focus();
  }

  function closeOutside({ target }: Event): void {
    if (!(target instanceof Node && root.contains(target))) close();
  }

  button.addEventListener('click', () => (panel.hidden ? open() : close()));
  root.addEventListener('keydown', (event) => {
    // Its keys are its own: letters are commands on a chart.
    event.stopPropagation();
    if (event.key !== 'Escape' || panel.hidden) return;
    event.preventDefault();
    close();
  });
  // Tab past the last control leaves it. Into nothing is no way to leave: that is a press on plain ground of its own.
  root.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !root.contains(relatedTarget)) close();
  });
  // Its height follows what it says, and with that the place where it fits.
  new ResizeObserver(() => {
    if (!panel.hidden) place();
  }).observe(content);

  return {
    element: root,
    setText: (shown, title = shown) => {
      text.textContent = shown;
      button.title = title;
    },
    close,
    isOpen: () => !panel.hidden,
  };
}
