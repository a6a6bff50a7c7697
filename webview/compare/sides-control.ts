import type { CompareSide } from '../../src/protocol/compare';
import { element, icon } from '../shared/dom';
import { rangeText } from '../shared/range-text';
import { locale, t } from '../shared/words';
import type { Sides } from './model';

/** `A shop 12:19 – 12:27 ▾  ⇄  B shop 12:27 – 12:35 ▾`: what stands on each side, and the way to something else. */
export interface SidesControl {
  readonly element: HTMLElement;
  /** @param sides in the order in which they are compared; undefined where neither could be had yet */
  update(sides: Sides | undefined, now: number): void;
}

export interface SidesActions {
  readonly change: (side: 'a' | 'b') => void;
  readonly swap: () => void;
}

export function createSidesControl({ change, swap }: SidesActions): SidesControl {
  const a = createSideButton(t('A'), () => change('a'));
  const b = createSideButton(t('B'), () => change('b'));
  const turn = element('button', { type: 'button', className: 'tool', onclick: swap }, icon('arrow-swap'));
  turn.title = t('Swap A and B');
  turn.setAttribute('aria-label', turn.title);
  const group = element('div', { className: 'sides', role: 'group' }, a.element, turn, b.element);
  group.setAttribute('aria-label', t('What is compared with what'));
  return {
    element: group,
    update: (sides, now) => {
      turn.hidden = !sides;
      a.update(sides?.a, t('The baseline'), now);
      b.update(sides?.b, t('Compared with the baseline'), now);
    },
  };
}

/** What people call a side, and when it was: `shop 12:19 – 12:27`. */
export function sideName({ label, start, end }: CompareSide, now: number): string {
  const range = end > 0 ? rangeText(start, end, now, locale()) : '';
  return [label, range].filter(Boolean).join(' ');
}

function createSideButton(letter: string, onclick: () => void) {
  const text = element('span', { className: 'tool-text' });
  const button = element(
    'button',
    { type: 'button', className: `tool side-${letter.toLowerCase()}`, onclick },
    element('strong', { textContent: letter }),
    ' ',
    text,
    icon('chevron-down'),
  );
  return {
    element: button,
    update: (side: CompareSide | undefined, role: string, now: number): void => {
      text.textContent = side ? sideName(side, now) : t('Change…');
      const what = side ? [sideName(side, now), side.connectionLabel].join(', ') : '';
      button.title = [role, what].filter(Boolean).join(': ');
      button.setAttribute(
        'aria-label',
        side ? t('{0} {1}, change', letter, text.textContent) : t('{0} Change…', letter),
      );
    },
  };
}
