import { formatShare } from '../../src/profile/format';
import type { SearchQuery } from '../../src/profile/search';
import { queryProblem } from '../../src/profile/search';
import type { ChartState } from './chart-state';
import { element } from '../shared/dom';
import { createButton, createSearchField, createToggle } from '../shared/kit';
import { locale, t } from '../shared/words';

/** The search field of a chart: what was found and how much of the view that is, and the way from hit to hit. */
export interface SearchBox {
  readonly element: HTMLElement;
  /** @param progress whether an answer is on its way */
  update(query: SearchQuery, chart: ChartState, progress: { readonly isSearching: boolean }): void;
  focus(): void;
}

export interface SearchActions {
  readonly search: (query: SearchQuery) => void;
  readonly step: (direction: 1 | -1) => void;
  /** Keeps only the stacks with a match: an act of its own, a search hides nothing. */
  readonly filter: () => void;
  /** Back to the chart, search kept. */
  readonly leave: () => void;
}

export function createSearchBox(actions: SearchActions): SearchBox {
  let query: SearchQuery = { text: '', matchCase: false, isRegex: false };
  const change = (changed: Partial<SearchQuery>): void => actions.search({ ...query, ...changed });
  const field = createSearchField(t('Search functions'), (text) => change({ text }));
  const matchCase = createToggle({
    label: t('Match case'),
    icon: 'case-sensitive',
    onChange: (on) => change({ matchCase: on }),
  });
  const isRegex = createToggle({
    label: t('Regular expression'),
    icon: 'regex',
    onChange: (on) => change({ isRegex: on }),
  });
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
  const filter = createButton({
    label: t('Keep only stacks with a match (k)'),
    icon: 'filter',
    onClick: actions.filter,
  });
  const box = element(
    'div',
    { className: 'search' },
    field.element,
    matchCase.element,
    isRegex.element,
    count,
    previous,
    next,
    filter,
  );
  box.setAttribute('role', 'search');
  field.element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') actions.step(event.shiftKey ? -1 : 1);
    else if (event.key !== 'Escape') return;
    else if (field.value() === '') actions.leave();
    else change({ text: '' });
    event.preventDefault();
  });
  return {
    element: box,
    update: (asked, chart, { isSearching }) => {
      query = asked;
      field.set(asked.text);
      matchCase.set(asked.matchCase);
      isRegex.set(asked.isRegex);
      const problem = queryProblem(asked);
      // The count of the query before stays for the moment until the new one is there; it is not said any more.
      count.setAttribute('aria-busy', String(isSearching));
      if (problem !== undefined || chart.found || asked.text.trim() === '') {
        count.textContent = problem ?? countText(chart);
      }
      count.classList.toggle('is-problem', problem !== undefined);
      const hasMatches = (chart.found?.stacks.length ?? 0) > 0;
      for (const button of [previous, next, filter]) {
        button.toggleAttribute('disabled', !hasMatches);
        // What does nothing yet takes no room either.
        button.hidden = asked.text === '';
      }
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
