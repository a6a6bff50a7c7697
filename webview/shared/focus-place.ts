// Where the person is on the page, also while the window's focus is elsewhere. A page draws anew by itself, which may
// replace what has the focus: what stands in its place takes it, at once where the person is on the page. While they
// type in the editor beside it that would take the focus from them, so then it waits until they come back; and since
// they come back to the page as a whole, where no key means anything, it leads them to where they were.

/** What had the focus last. The browser forgets it when the focus goes to another part of the window. */
let last: Element | undefined;
/** What takes the focus when the person comes back, where {@link last} is gone. */
let owed: (() => void) | undefined;

/** Once for each page, before anything on it can be focused. */
export function rememberFocus(): void {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element) last = target;
    owed = undefined;
  });
  window.addEventListener('focus', () => {
    if (document.activeElement !== document.body) return;
    if (owed) owed();
    else if (last instanceof HTMLElement) last.focus({ preventScroll: true });
  });
}

/** What has the focus, or will have it when the person comes back. */
export function focusedElement(): Element | null {
  return document.hasFocus() ? document.activeElement : (last ?? null);
}

export function holdsFocus(element: Element): boolean {
  return element.contains(focusedElement());
}

/** @param give asked for when the time has come, so that it finds what is there then */
export function refocus(give: () => void): void {
  if (document.hasFocus()) give();
  else owed = give;
}
