import type { StackIndex } from '../../src/profile/units';
import { WHOLE } from './boxes';
import type { ChartState } from './chart-state';
import { element } from '../shared/dom';
import { createButton } from '../shared/kit';
import { t } from '../shared/words';

/** The way from the whole down to what was zoomed to, each step a button back. */
export interface Crumbs {
  readonly element: HTMLElement;
  update(chart: ChartState): void;
}

/** Callers that are listed before what was zoomed to; the ones between stand behind an ellipsis. */
const LISTED = 3;

export function createCrumbs(
  nameOf: (box: StackIndex) => string,
  zoom: (box: StackIndex) => void,
  back: () => void,
): Crumbs {
  const list = element('ol', { className: 'crumb-list' });
  const backButton = createButton({ label: t('Back (Backspace)'), icon: 'arrow-left', onClick: back });
  const crumbs = element('nav', { className: 'crumbs' }, list, backButton);
  crumbs.setAttribute('aria-label', t('Zoomed to'));
  let shown: { readonly profile: unknown; readonly zoom: StackIndex } | undefined;
  return {
    element: crumbs,
    update: (chart) => {
      backButton.toggleAttribute('disabled', chart.past.length === 0 && isWhole(chart));
      // Not at every move of the pointer: a crumb under the mouse would be another one when it is pressed.
      if (shown?.profile === chart.boxes.profile && shown.zoom === chart.zoom) return;
      shown = { profile: chart.boxes.profile, zoom: chart.zoom };
      list.replaceChildren(...pathTo(chart).map((box) => crumb(box, box === chart.zoom)));
    },
  };

  function crumb(box: StackIndex | 'gap', isLast: boolean): HTMLElement {
    if (box === 'gap') return element('li', { className: 'crumb-gap', textContent: '…' });
    const name = nameOf(box);
    const button = element('button', {
      type: 'button',
      title: name,
      textContent: name,
      onclick: () => zoom(box),
    });
    if (isLast) button.setAttribute('aria-current', 'location');
    return element('li', {}, button);
  }
}

function isWhole({ zoom, viewport }: ChartState): boolean {
  return zoom === WHOLE && viewport.left === 0 && viewport.right === 1;
}

function pathTo({ boxes, zoom }: ChartState): (StackIndex | 'gap')[] {
  const callers: StackIndex[] = [];
  let row = zoom;
  for (; row !== WHOLE && callers.length <= LISTED; row = boxes.profile.stacks.prefix[row]) callers.push(row);
  return [WHOLE, ...(row === WHOLE ? [] : ['gap' as const]), ...callers.reverse()];
}
