import type { StateView } from '../../src/profile/thread-states';
import type { FrameIndex, StackIndex } from '../../src/profile/units';
import type { CompareColours } from '../../src/protocol/compare';
import { createChart } from '../chart/chart';
import { nameAt } from '../chart/names';
import { createCrumbs } from '../chart/crumbs';
import { linesOf, spokenOf } from '../chart/details';
import { createDetailsStrip } from '../chart/details-strip';
import { element } from '../shared/dom';
import { createButton, createDropdown } from '../shared/kit';
import { createLegend } from '../chart/legend';
import type { Notice } from '../shared/notice';
import { createNotice, failureNotice } from '../shared/notice';
import { onThemeChange, readTheme } from '../shared/palette';
import { createSearchBox } from '../chart/search-box';
import { createViewDropdown } from '../shared/view-dropdown';
import { viewName } from '../shared/view-name';
import { t } from '../shared/words';
import { changeDetails, headline } from './change-text';
import { compareLegend, createCompareLook, statusColour } from './compare-look';
import type { CompareEvent, CompareState, ShownCompare } from './compare-state';
import { widestPlace } from './model';
import { createChangeTable } from './table';

/** What a person can do on the page, as its owner carries it out. */
export interface CompareActions {
  readonly state: () => CompareState;
  readonly dispatch: (event: CompareEvent) => void;
  readonly chooseView: (view: StateView) => void;
  readonly openSource: (box: StackIndex) => void;
  readonly retry: () => void;
}

export interface ComparePage {
  update(options: { readonly glide: boolean }): void;
  /** Says under the graph why something did not work. */
  readonly note: (message: string) => void;
}

/** Toolbar, what is compared, graph, details, table and legend; or a notice where there is nothing to compare. */
export function createComparePage(actions: CompareActions): ComparePage {
  const { dispatch } = actions;
  const shown = (): ShownCompare | undefined => {
    const state = actions.state();
    return state.phase === 'shown' ? state : undefined;
  };
  /** What a text is made of, while something is shown. */
  const inModel = <T>(read: (state: ShownCompare) => T, otherwise: T): T => {
    const state = shown();
    return state ? read(state) : otherwise;
  };

  const chart = createChart({
    label: () => t('Call graph of both ranges'),
    press: () => false,
    menu: () => undefined,
    cells: (box) => inModel(({ model }) => linesOf(changeDetails(model, box)), []),
    state: () => shown()?.chart,
    dispatch,
    open: actions.openSource,
    find: () => search.focus(),
    look: (context) => {
      const state = shown();
      return state && createCompareLook(context, readTheme(), state.model, state.colours);
    },
    describe: (box) => inModel(({ model }) => linesOf(changeDetails(model, box)), []),
    say: (box) => inModel(({ model }) => spokenOf(changeDetails(model, box)), ''),
  });
  const search = createSearchBox({
    search: (query) => dispatch({ type: 'search', query }),
    step: (direction) => dispatch({ type: 'match', direction }),
    filter: () => undefined,
    leave: () => chart.focus(),
  });
  const views = createViewDropdown(actions.chooseView);
  const swap = createButton({
    label: t('Swap A and B'),
    icon: 'arrow-swap',
    onClick: () => dispatch({ type: 'swap' }),
  });
  const colours = createDropdown(t('Colours'), colourOptions(), (value) =>
    dispatch({ type: 'colours', colours: value === 'blue-orange' ? value : 'green-violet' }),
  );
  const title = element('h1', { className: 'title' });
  const toolbar = element(
    'header',
    { className: 'toolbar' },
    title,
    swap,
    views.element,
    colours.element,
    search.element,
  );
  const sentence = element('section', { className: 'headline' });
  sentence.setAttribute('aria-label', t('What is compared'));
  const crumbs = createCrumbs(
    (box) => inModel(({ model }) => nameAt(model.boxes.profile, box), ''),
    (box) => dispatch({ type: 'zoom', box }),
    () => dispatch({ type: 'back' }),
  );
  const details = createDetailsStrip(() => {
    const selected = shown()?.chart.selected;
    if (selected !== undefined) actions.openSource(selected);
  });
  const withPlace = (frame: FrameIndex, act: (box: StackIndex) => void): void => {
    const state = shown();
    const box = state && widestPlace(state.model, frame);
    if (box !== undefined) act(box);
  };
  const table = createChangeTable({
    sort: (column) => dispatch({ type: 'sort', column }),
    filter: (filter) => dispatch({ type: 'filter', filter }),
    more: () => dispatch({ type: 'more' }),
    select: (frame) => withPlace(frame, (box) => dispatch({ type: 'reveal', box })),
    open: (frame) => withPlace(frame, actions.openSource),
  });
  const legend = createLegend(t('Colours'));
  const stage = element('main', { className: 'stage' });
  document.body.replaceChildren(
    toolbar,
    sentence,
    crumbs.element,
    stage,
    details.element,
    table.element,
    legend.element,
  );

  let latest: ShownCompare | undefined;

  function update(options: { readonly glide: boolean }): void {
    const state = actions.state();
    const isDrawn = state.phase === 'shown' && state.model.boxes.layout.sum > 0;
    const parts = [sentence, crumbs.element, details.element, table.element, search.element, legend.element];
    for (const part of parts) part.hidden = !isDrawn;
    if (isDrawn) drawShown(state, options);
    else stage.replaceChildren(createNotice(noticeOf(state, actions)));
    if (state.phase === 'shown') views.select(state.model.view);
    latest = isDrawn ? state : undefined;
  }

  function drawShown(state: ShownCompare, options: { readonly glide: boolean }): void {
    const { model } = state;
    if (chart.element.parentElement !== stage) stage.replaceChildren(chart.element);
    if (model !== latest?.model || state.colours !== latest.colours) describeSides(state);
    chart.update(options);
    crumbs.update(state.chart);
    search.update(state.chart.query, state.chart);
    table.update(state);
    const { selected } = state.chart;
    details.update(selected === undefined ? undefined : changeDetails(model, selected));
  }

  function describeSides({ model, colours: pair }: ShownCompare): void {
    const theme = readTheme();
    chart.repaint();
    title.textContent = titleOf(model.a.source.group, model.b.source.group);
    title.title = `${model.a.connectionLabel} → ${model.b.connectionLabel}`;
    sentence.textContent = headline(model, Date.now());
    colours.select(pair);
    legend.update(compareLegend(theme, pair), t('width: mean of both shares'));
    document.body.style.setProperty('--more-in-a', statusColour(theme, pair, 'faster'));
    document.body.style.setProperty('--more-in-b', statusColour(theme, pair, 'slower'));
  }

  onThemeChange(() => {
    latest = undefined;
    if (shown()) update({ glide: false });
  });
  return { update, note: details.note };
}

function colourOptions(): { readonly value: CompareColours; readonly text: string }[] {
  return [
    { value: 'green-violet', text: t('A green, B violet') },
    { value: 'blue-orange', text: t('A blue, B orange') },
  ];
}

function titleOf(a: string, b: string): string {
  return a === b ? t('{0}: B against A', a) : t('{0} → {1}', a, b);
}

function noticeOf(state: CompareState, { chooseView, retry }: CompareActions): Notice {
  switch (state.phase) {
    case 'loading':
      return { message: t('Loading both profiles…'), isBusy: true };
    case 'failed':
      return failureNotice(state.failure, retry);
    case 'shown': {
      const other: StateView = state.model.view === 'latency' ? 'cpu' : 'latency';
      return {
        message: t('Neither range has {0} samples: there is nothing to compare.', viewName(state.model.view)),
        action: { label: t('Show {0}', viewName(other)), onClick: () => chooseView(other) },
      };
    }
  }
}
