import type { Transform } from '../../src/profile/transforms';
import { element } from '../shared/dom';
import { holdsFocus, refocus } from '../shared/focus-place';
import { createButton } from '../shared/kit';
import { t } from '../shared/words';
import { createPopover } from './popover';
import type { PlacedTransform } from './transform-words';
import { hiddenAmong, transformText } from './transform-words';

/** `2 hidden frames ▾`: what is not drawn, by name, and the way to have it drawn again. Not there when all is drawn. */
export interface HiddenList {
  readonly element: HTMLElement;
  update(transforms: readonly Transform[]): void;
}

export interface HiddenListActions {
  /** Takes back one of all transforms. */
  readonly show: (index: number) => void;
  readonly showAll: () => void;
  /** All is shown, and the list, which had the focus, is gone: the page gives it to something else. */
  readonly leave: () => void;
}

export function createHiddenList(actions: HiddenListActions): HiddenList {
  const list = element('ul', { className: 'hidden-list' });
  const all = createButton({ label: t('Show All'), onClick: actions.showAll });
  const content = element('div', {}, list, element('div', { className: 'popover-actions' }, all));
  const popover = createPopover({ label: t('Hidden frames'), content, onOpen: () => buttonAt(0) });
  popover.element.hidden = true;
  let shown: readonly Transform[] | undefined;

  function update(transforms: readonly Transform[]): void {
    if (transforms === shown) return;
    shown = transforms;
    const hidden = hiddenAmong(transforms);
    const focused = [...list.children].findIndex((item) => holdsFocus(item));
    const isLeft = hidden.length === 0 && holdsFocus(popover.element);
    if (hidden.length === 0) popover.close();
    popover.element.hidden = hidden.length === 0;
    popover.setText(hidden.length === 1 ? t('1 hidden frame') : t('{0} hidden frames', hidden.length));
    list.replaceChildren(...hidden.map(lineOf));
    if (isLeft) refocus(actions.leave);
    else if (focused >= 0) refocus(() => buttonAt(Math.min(focused, hidden.length - 1))?.focus());
  }

  function lineOf({ transform, index }: PlacedTransform): HTMLElement {
    const text = transformText(transform);
    const button = createButton({ label: t('Show'), onClick: () => actions.show(index) });
    button.setAttribute('aria-label', t('Show {0}', text));
    return element('li', { title: text }, element('span', { textContent: text }), button);
  }

  function buttonAt(index: number): HTMLElement | undefined {
    return list.children.item(index)?.querySelector<HTMLElement>('vscode-button') ?? undefined;
  }

  return { element: popover.element, update };
}
