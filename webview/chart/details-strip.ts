import { element } from '../shared/dom';
import { createButton } from '../shared/kit';
import { t } from '../shared/words';
import type { Details } from './details';

/** The line under the graph: all about the selected frame, and the way to its source. */
export interface DetailsStrip {
  readonly element: HTMLElement;
  readonly update: (details: Details | undefined) => void;
  /** Says why the source was not opened; until another frame is selected. */
  readonly note: (message: string) => void;
}

export function createDetailsStrip(openSource: () => void): DetailsStrip {
  const text = element('div', { className: 'details-text' });
  const note = element('div', { className: 'details-note' });
  note.setAttribute('role', 'status');
  const open = createButton({ label: t('Go to Source'), onClick: openSource });
  const strip = element('section', { className: 'details' }, text, note, open);
  strip.setAttribute('aria-label', t('Selected frame'));
  let shown = '';
  return {
    element: strip,
    update: (details) => {
      const key = JSON.stringify(details ?? null);
      if (key === shown) return;
      shown = key;
      note.textContent = '';
      open.hidden = !details || details.place === '';
      text.replaceChildren(
        ...(details ? partsOf(details) : [element('span', { className: 'dim', textContent: HINT() })]),
      );
    },
    note: (message) => {
      note.textContent = message;
    },
  };
}

const HINT = (): string =>
  t(
    'Click to zoom, double-click or Enter for the source, wheel to zoom, drag to move, arrow keys to walk, / to search.',
  );

function partsOf({ name, place, facts, arithmetic }: Details): HTMLElement[] {
  const figures = element('span', {
    className: 'details-facts',
    textContent: facts.join(' · '),
    title: arithmetic,
  });
  return [
    element('strong', { className: 'details-name', textContent: name, title: name }),
    element('span', { className: 'details-place', textContent: place, title: place }),
    figures,
  ].filter((part) => part.textContent !== '');
}
