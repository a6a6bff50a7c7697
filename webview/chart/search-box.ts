import { formatShare } from '../../src/profile/format';
import type { ChartState } from './chart-state';
import { element } from '../shared/dom';
import { createButton, createSearchField } from '../shared/kit';
import { locale, t } from '../shared/words';

/** The search field of a chart: what was found and how much of the view that is, and the way from hit to hit. */
export interface SearchBox {
  readonly element: HTMLElement;
  update(chart: ChartState): void;
  focus(): void;
}

export interface SearchActions {
  readonly search: (query: string) => void;
  readonly step: (direction: 1 | -1) => void;
  /** Back to the chart, search kept. */
  readonly leave: () => void;
}

export function createSearchBox(actions: SearchActions): SearchBox {
  const field = createSearchField(t('Search functions'), actions.search);
  const count = element('span', { className: 'search-count' });
  count.setAttribute('role', 'status');
  const previous = createButton({
    label: t('Previous match (Shift+Enter, N)'),
    icon: 'arrow-up',
    onClick: () => actions.step(-1),
  });
  const next = createButton({
    label: t('Next match (Enter, n)'),
    icon: 'arrow-down',
    onClick: () => actions.step(1),
  });
  const box = element('div', { className: 'search' }, field.element, count, previous, next);
  box.setAttribute('role', 'search');
  field.element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') actions.step(event.shiftKey ? -1 : 1);
    else if (event.key !== 'Escape') return;
    else if (field.value() === '') actions.leave();
    else actions.search('');
    event.preventDefault();
  });
  return {
    element: box,
    update: (chart) => {
      field.set(chart.query);
      count.textContent = countText(chart);
      const hasMatches = (chart.found?.stacks.length ?? 0) > 0;
      for (const button of [previous, next]) button.toggleAttribute('disabled', !hasMatches);
    },
    focus: () => field.focus(),
  };
}

/** `3/41 · 12.4 %`: the hit where the person is, all hits, and the samples with at least one hit in their stack. */
function countText({ found, match, boxes }: Pick<ChartState, 'found' | 'match' | 'boxes'>): string {
  if (!found) return '';
  if (found.stacks.length === 0) return t('no match');
  const all = found.stacks.length.toLocaleString(locale());
  const place = match < 0 ? all : `${match + 1}/${all}`;
  return `${place} · ${formatShare(found.samples / boxes.layout.sum, locale())}`;
}
