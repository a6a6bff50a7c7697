import type { Visualization } from '../../src/profile/visualization';
import { element } from '../shared/dom';
import { t } from '../shared/words';

/** The three pictures of a profile, one of which is shown. Named by what they are for; the guide's words are the hint. */
export interface PictureTabs {
  readonly element: HTMLElement;
  update(shown: Visualization['type'], canInspect: boolean): void;
}

const TYPES = ['overview', 'hotspots', 'inspect'] as const;

export function createPictureTabs(choose: (type: Visualization['type']) => void): PictureTabs {
  const buttons = TYPES.map((type) => {
    const button = element('button', { type: 'button', textContent: labelOf(type), role: 'radio' });
    button.title = hintOf(type);
    button.addEventListener('click', () => choose(type));
    return button;
  });
  const group = element('div', { className: 'tabs', role: 'radiogroup' }, ...buttons);
  group.setAttribute('aria-label', t('Picture'));
  // In a group of choices the arrows go from one to the next, and Tab goes on.
  group.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const at = buttons.findIndex((button) => button === document.activeElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    const next = buttons[(at + step + buttons.length) % buttons.length];
    next.focus();
    next.click();
  });
  return {
    element: group,
    update: (shown, canInspect) => {
      TYPES.forEach((type, index) => {
        const button = buttons[index];
        button.setAttribute('aria-checked', String(type === shown));
        button.tabIndex = type === shown ? 0 : -1;
        const isOff = type === 'inspect' && shown !== 'inspect' && !canInspect;
        button.setAttribute('aria-disabled', String(isOff));
        button.title = isOff ? t('Select a frame first.') : hintOf(type);
      });
    },
  };
}

function labelOf(type: Visualization['type']): string {
  switch (type) {
    case 'overview':
      return t('From entry points');
    case 'hotspots':
      return t('Hottest first');
    case 'inspect':
      return t('Inspect');
  }
}

function hintOf(type: Visualization['type']): string {
  switch (type) {
    case 'overview':
      return t('Overview: from the entry points down (1)');
    case 'hotspots':
      return t('Hotspots: the hottest functions first, their callers below (2)');
    case 'inspect':
      return t('Inspect: all callers and callees of one function (3)');
  }
}
