import { element, icon } from '../shared/dom';
import { holdsFocus, refocus } from '../shared/focus-place';
import type { MenuCommand, MenuItem } from './menu-model';
import { commandsOf, findTyped, isGroup, stepInMenu, tidy } from './menu-model';
import type { Anchor, Place } from './place-popup';
import { placePopup } from './place-popup';

/**
 * One menu of a page, opened wherever it is asked for. It looks like VS Code's own, which a page cannot open with
 * entries that depend on what is under the pointer.
 */
export interface ContextMenu {
  /** Belongs at the end of the page's body. */
  readonly element: HTMLElement;
  /** Has the focus until it closes; then what had it before has it again, unless an entry moved it on. */
  open(items: readonly MenuItem[], at: Place | Anchor, closing?: Closing): void;
  close(): void;
}

export interface Closing {
  readonly onClose?: () => void;
  /** Takes the focus where what had it before has gone, as with a picture that was replaced meanwhile. */
  readonly takeFocus?: () => void;
}

/** Letters typed with longer pauses begin anew. */
const TYPING_MS = 600;

interface Opened {
  readonly commands: readonly MenuCommand[];
  readonly entries: readonly HTMLElement[];
  readonly before: Element | null;
  readonly closing: Closing;
}

export function createContextMenu(): ContextMenu {
  const menu = element('div', { className: 'menu', hidden: true, tabIndex: -1 });
  menu.setAttribute('role', 'menu');
  let opened: Opened | undefined;
  let typed = '';
  let typedAt = 0;

  function open(items: readonly MenuItem[], at: Place | Anchor, closing: Closing = {}): void {
    close();
    const shown = tidy(items);
    const commands = commandsOf(shown);
    if (commands.length === 0) return;
    const entries = commands.map((command) => createEntry(command));
    let next = 0;
    menu.replaceChildren(...shown.map((item) => partOf(item, () => entries[next++])));
    opened = { commands, entries, before: document.activeElement, closing };
    typed = '';
    menu.hidden = false;
    place(at);
    const checked = commands.findIndex(({ isChecked }) => isChecked);
    entries[Math.max(0, checked)].focus();
    listen(true);
  }

  function place(at: Place | Anchor): void {
    menu.style.maxHeight = '';
    const { width, height } = menu.getBoundingClientRect();
    const page = { width: window.innerWidth, height: window.innerHeight };
    const anchor = 'width' in at ? at : { x: at.x, y: at.y, width: 0, height: 0 };
    const { x, y, maxHeight } = placePopup(anchor, { width, height }, page);
    menu.style.left = `${x}px`;
    menu.style.top = `${y}px`;
    menu.style.maxHeight = `${maxHeight}px`;
  }

  /** Everything that means: the person is elsewhere now. */
  function listen(isOpen: boolean): void {
    const change = isOpen ? ('addEventListener' as const) : ('removeEventListener' as const);
    document[change]('pointerdown', closeOutside, true);
    document[change]('wheel', closeOutside, true);
    window[change]('blur', close);
    window[change]('resize', close);
  }

  function closeOutside({ target }: Event): void {
    if (!(target instanceof Element)) return close();
    // The button that opened it closes it by its click; closed before, the click would open it again.
    if (!menu.contains(target) && !target.closest('[aria-haspopup="menu"][aria-expanded="true"]')) close();
  }

  function close(): void {
    if (!opened) return;
    const { before, closing } = opened;
    const hadFocus = holdsFocus(menu);
    opened = undefined;
    listen(false);
    menu.hidden = true;
    if (hadFocus) {
      refocus(() => {
        const isThere = before !== document.body && before?.isConnected;
        if (isThere && before instanceof HTMLElement) before.focus({ preventScroll: true });
        else closing.takeFocus?.();
      });
    }
    closing.onClose?.();
  }

  function run(index: number): void {
    const command = opened?.commands[index];
    if (!command || command.isDisabled) return;
    // First, so that what the command gives the focus to keeps it.
    close();
    command.run();
  }

  function press(event: KeyboardEvent): void {
    if (!opened) return;
    const { commands, entries } = opened;
    // Nothing of what is typed into a menu is meant for the chart under it, or for VS Code.
    event.stopPropagation();
    const current = entries.findIndex((entry) => entry === document.activeElement);
    const to = stepInMenu(event.key, current, entries.length);
    if (to !== undefined) entries[to].focus();
    else if (event.key === 'Enter' || event.key === ' ') run(current);
    else if (event.key === 'Escape' || event.key === 'Tab') close();
    else if (!isLetter(event)) return;
    else type(event, current, commands, entries);
    event.preventDefault();
  }

  function type(
    { key, timeStamp }: KeyboardEvent,
    current: number,
    commands: readonly MenuCommand[],
    entries: readonly HTMLElement[],
  ): void {
    typed = timeStamp - typedAt < TYPING_MS ? typed + key : key;
    typedAt = timeStamp;
    const labels = commands.map(({ label }) => label);
    entries[findTyped(labels, current, typed)]?.focus();
  }

  menu.addEventListener('keydown', press);
  // The key that opened it makes its event when it is let go, and VS Code's menu must not come over this one.
  menu.addEventListener('contextmenu', (event) => event.preventDefault());
  menu.addEventListener('click', (event) => run(entryUnder(event)));
  menu.addEventListener('pointermove', (event) => {
    const entry = opened?.entries[entryUnder(event)];
    if (entry && entry !== document.activeElement) entry.focus({ preventScroll: true });
  });

  function entryUnder({ target }: Event): number {
    return opened?.entries.findIndex((entry) => target instanceof Node && entry.contains(target)) ?? -1;
  }

  return { element: menu, open, close };
}

/**
 * The right mouse button, the menu key, and Shift+F10 for keyboards without one.
 * @param open given no place when it was a key: the owner knows where it draws what has the focus
 */
export function onContextMenu(target: HTMLElement, open: (at: Place | undefined) => void): void {
  target.addEventListener('contextmenu', (event) => {
    event.preventDefault();
    open({ x: event.clientX, y: event.clientY });
  });
  target.addEventListener('keydown', (event) => {
    if (event.key !== 'ContextMenu' && !(event.key === 'F10' && event.shiftKey)) return;
    event.preventDefault();
    open(undefined);
  });
}

function isLetter({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return [...key].length === 1 && !ctrlKey && !metaKey && !altKey;
}

function partOf(item: MenuItem, entry: () => HTMLElement): HTMLElement {
  if (item === 'separator') return element('div', { className: 'menu-separator', role: 'separator' });
  if (!isGroup(item)) return entry();
  const heading = element('div', { className: 'menu-heading', textContent: item.label });
  heading.setAttribute('aria-hidden', 'true');
  const group = element('div', { className: 'menu-group', role: 'group' }, heading, ...item.items.map(entry));
  group.setAttribute('aria-label', item.label);
  return group;
}

function createEntry({ label, key, icon: name, isChecked, isDisabled, why }: MenuCommand): HTMLElement {
  const mark = icon(isChecked ? 'check' : (name ?? 'blank'));
  const text = element('span', { className: 'menu-label', textContent: label });
  const keys = element('span', { className: 'menu-key', textContent: key ?? '' });
  const entry = element('div', { className: 'menu-entry', tabIndex: -1 }, mark, text, keys);
  entry.setAttribute('role', isChecked === undefined ? 'menuitem' : 'menuitemradio');
  if (isChecked !== undefined) entry.setAttribute('aria-checked', String(isChecked));
  if (isDisabled) {
    entry.setAttribute('aria-disabled', 'true');
    if (why) entry.append(element('span', { className: 'menu-why', textContent: why }));
  }
  return entry;
}
