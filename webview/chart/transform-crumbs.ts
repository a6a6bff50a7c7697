import type { Transform } from '../../src/profile/transforms';
import { element, icon } from '../shared/dom';
import { holdsFocus, refocus } from '../shared/focus-place';
import { createButton } from '../shared/kit';
import { t } from '../shared/words';
import type { PlacedTransform } from './transform-words';
import { crumbsAmong, transformText } from './transform-words';

/** What was done to the graph, step after step, each to be taken back by itself; and undo and redo of all steps. */
export interface TransformCrumbs {
  readonly element: HTMLElement;
  update(shown: TransformCrumbsView): void;
}

export interface TransformCrumbsView {
  readonly transforms: readonly Transform[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export interface TransformCrumbsActions {
  /** Takes back one of all transforms, hidden frames counted. */
  readonly remove: (index: number) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

export function createTransformCrumbs(actions: TransformCrumbsActions): TransformCrumbs {
  const list = element('ol', { className: 'transform-list' });
  list.setAttribute('aria-label', t('Changes to the graph'));
  const undo = createButton({ label: t('Undo (Ctrl+Z)'), icon: 'discard', onClick: actions.undo });
  const redo = createButton({ label: t('Redo (Ctrl+Shift+Z)'), icon: 'redo', onClick: actions.redo });
  const history = element('div', { className: 'transform-history' }, undo, redo);
  const root = element('div', { className: 'transforms' }, list, history);
  let shown: readonly Transform[] | undefined;

  function update({ transforms, canUndo, canRedo }: TransformCrumbsView): void {
    undo.toggleAttribute('disabled', !canUndo);
    redo.toggleAttribute('disabled', !canRedo);
    if (transforms === shown) return;
    shown = transforms;
    const focused = [...list.children].findIndex((item) => holdsFocus(item));
    const crumbs = crumbsAmong(transforms);
    list.hidden = crumbs.length === 0;
    list.replaceChildren(...crumbs.map(crumbOf));
    // The crumb that was taken back had the focus: the one in its place has it now, or the way to have it again.
    if (focused >= 0) refocus(() => (buttonAt(focused) ?? buttonAt(crumbs.length - 1) ?? undo).focus());
  }

  function crumbOf({ transform, index }: PlacedTransform): HTMLElement {
    const text = transformText(transform);
    const label = t('Take back: {0}', text);
    const button = element('button', { type: 'button', title: label }, icon('close'));
    button.setAttribute('aria-label', label);
    button.addEventListener('click', () => actions.remove(index));
    return element('li', { title: text }, element('span', { textContent: text }), button);
  }

  function buttonAt(index: number): HTMLElement | null {
    return list.children.item(index)?.querySelector('button') ?? null;
  }

  return { element: root, update };
}
