import type { Normalization } from '../../src/profile/compare-normalization';
import { NORMALIZATIONS } from '../../src/profile/compare-normalization';
import type { StateView } from '../../src/profile/thread-states';
import type { FrameIndex, StackIndex } from '../../src/profile/units';
import { weightOf } from '../../src/profile/weight';
import type { CompareColours, CompareSide } from '../../src/protocol/compare';
import { widestPlace } from '../chart/chart-state';
import { createLegend } from '../chart/legend';
import type { MenuItem } from '../chart/menu-model';
import { createGraphView } from '../graph/graph-view';
import { element } from '../shared/dom';
import { holdsFocus, refocus } from '../shared/focus-place';
import { createButton, createDropdown } from '../shared/kit';
import type { Notice } from '../shared/notice';
import { failureNotice, showNotice } from '../shared/notice';
import { onThemeChange, readTheme } from '../shared/palette';
import { createStatesControl } from '../shared/states-control';
import { viewName } from '../shared/view-name';
import { t } from '../shared/words';
import { changeDetails, headline } from './change-text';
import { compareLegend, createCompareLook, statusColour } from './compare-look';
import type { CompareEvent, CompareState, ShownCompare } from './compare-state';
import { figureText } from './figures';
import type { CompareModel } from './model';
import { changeOf, sidesOf } from './model';
import { isBusy, isCompareMoved, isRefused } from './compare-state';
import { createSidesControl, sideName } from './sides-control';
import { tableAsCsv } from './table-csv';
import { createChangeTable } from './table';

/** What a person can do on the page, as its owner carries it out. */
export interface CompareActions {
  readonly state: () => CompareState;
  readonly dispatch: (event: CompareEvent) => void;
  readonly chooseStates: (states: StateView) => void;
  /** Asks the person for another profile on a side of the snapshot. */
  readonly changeSide: (side: 'a' | 'b') => void;
  readonly openSource: (box: StackIndex) => void;
  readonly openFunction: (frame: FrameIndex) => void;
  readonly retry: () => void;
  readonly copyText: (text: string) => void;
  readonly save: (name: string, text: string) => void;
}

export interface ComparePage {
  update(options: { readonly glide: boolean }): void;
  /** Says under the graph why something did not work. */
  readonly note: (message: string) => void;
}

/** Toolbar, what is compared, graph, details, table and legend; or a notice where there is nothing to compare. */
export function createComparePage(actions: CompareActions): ComparePage {
  const { dispatch } = actions;
  const shown = (): ShownCompare | undefined => actions.state().shown;
  /** What a text is made of; asked for only while something is shown. */
  const model = (): CompareModel => {
    const now = shown();
    if (!now) throw new Error('Nothing is shown yet.');
    return now.model;
  };

  const graph = createGraphView({
    state: () => ({ ...actions.state().graph, shown: shown() && actions.state().graph.shown }),
    isBusy: () => isBusy(actions.state()),
    dispatch,
    openSource: actions.openSource,
    look: (context) => {
      const now = shown();
      return now && createCompareLook(context, readTheme(), now.model, now.colours);
    },
    details: (box) => changeDetails(model(), box),
    figures: (box) => {
      const { a, b } = changeOf(model(), box);
      const { unit } = model().verdict.yardstick.scale;
      return [`A ${figureText(unit, a)}`, `B ${figureText(unit, b)}`];
    },
    more: moreItems,
    press: () => false,
    keys: [],
    copyText: actions.copyText,
  });
  const states = createStatesControl(actions.chooseStates);
  const sides = createSidesControl({
    change: (side) => actions.changeSide(sideOfSnapshot(side)),
    swap: () => dispatch({ type: 'swap' }),
  });
  const measure = createDropdown(t('Measure'), NORMALIZATIONS.map(measureOption), (value) => {
    const normalization = NORMALIZATIONS.find((known) => known === value);
    if (normalization) dispatch({ type: 'normalize', normalization });
  });
  /** What it says stands on the buttons of the sides for all who see them. */
  const title = element('h1', { className: 'visually-hidden' });
  const toolbar = element(
    'header',
    { className: 'toolbar' },
    title,
    sides.element,
    states.element,
    measure.element,
    graph.tabs,
    graph.search,
    graph.moreButton,
  );
  const sentence = element('section', { className: 'headline' });
  sentence.setAttribute('aria-label', t('What is compared'));
  const problem = element('p', { className: 'problem', role: 'alert' });
  const way = element('div', { className: 'way' }, graph.crumbs, graph.hidden, graph.changes);
  const table = createChangeTable({
    sort: (column) => dispatch({ type: 'sort', column }),
    filter: (filter) => dispatch({ type: 'filter', filter }),
    more: () => dispatch({ type: 'more' }),
    select: (frame) => withPlace(frame, (box) => dispatch({ type: 'reveal', box })),
    open: actions.openFunction,
  });
  const legend = createLegend(t('Colours'));
  const stage = element('div', { className: 'stage' });
  const main = element('main', { className: 'main' }, graph.minimap, stage);
  document.body.replaceChildren(
    toolbar,
    problem,
    sentence,
    way,
    main,
    graph.details,
    table.element,
    legend.element,
    ...graph.overlays,
  );

  let updated: CompareState | undefined;
  let latest: ShownCompare | undefined;
  let problemShown = '';

  /** The host knows the sides as they were opened; what stands as A may be its B. */
  function sideOfSnapshot(side: 'a' | 'b'): 'a' | 'b' {
    if (!actions.state().swapped) return side;
    return side === 'a' ? 'b' : 'a';
  }

  function withPlace(frame: FrameIndex, act: (box: StackIndex) => void): void {
    const chart = shown()?.chart;
    if (!chart) return;
    const { name, file } = chart.boxes.profile.frames;
    const box = widestPlace(chart.boxes, name[frame], file[frame]);
    if (box === undefined) graph.note(t('This function is hidden or out of focus.'));
    else act(box);
  }

  function update(options: { readonly glide: boolean }): void {
    const state = actions.state();
    const before = updated;
    updated = state;
    if (before && isCompareMoved(before, state) && state.graph.shown) {
      graph.move(state.graph.shown);
      return;
    }
    const now = state.shown;
    const isDrawn = now !== undefined && !isRefused(state) && now.model.picture.layout.sum > 0;
    for (const part of [sentence, graph.crumbs, graph.details, table.element, graph.search, legend.element]) {
      part.hidden = !isDrawn;
    }
    for (const part of [way, graph.tabs, measure.element]) part.hidden = !now;
    graph.minimap.hidden = !isDrawn;
    showProblem(now && !isRefused(state) ? state : undefined);
    if (isDrawn) drawShown(now, options);
    else showNotice(stage, noticeOf(state, actions));
    describeSides(state);
    latest = isDrawn ? now : undefined;
  }

  /** What did not come does not take away what is there. */
  function showProblem(state: CompareState | undefined): void {
    const text = state?.failure?.message ?? state?.graph.problem ?? '';
    problem.hidden = text === '';
    if (text === problemShown) return;
    problemShown = text;
    const retry = state?.failure?.canRetry
      ? [createButton({ label: t('Try Again'), onClick: actions.retry })]
      : [];
    problem.replaceChildren(text, ...retry);
  }

  function drawShown(now: ShownCompare, options: { readonly glide: boolean }): void {
    const isOther = graph.chart.parentElement !== stage;
    const hadFocus = isOther && holdsFocus(stage);
    if (isOther) stage.replaceChildren(graph.chart);
    if (now.model !== latest?.model || now.colours !== latest.colours) describeModel(now);
    const drawn = actions.state().graph.shown;
    if (drawn) graph.update(drawn, options);
    table.element.setAttribute('aria-busy', String(isBusy(actions.state())));
    table.update(now);
    if (hadFocus) refocus(() => graph.focus());
  }

  function describeModel({ model: drawn, colours }: ShownCompare): void {
    const theme = readTheme();
    graph.repaint();
    sentence.textContent = headline(drawn);
    legend.update(compareLegend(theme, colours), t('width: mean of both shares'));
    document.body.style.setProperty('--more-in-a', statusColour(theme, colours, 'faster'));
    document.body.style.setProperty('--more-in-b', statusColour(theme, colours, 'slower'));
  }

  function describeSides(state: CompareState): void {
    const {
      snapshot,
      swapped,
      normalization,
      graph: { wanted },
    } = state;
    const shownSides = snapshot && sidesOf(snapshot, swapped);
    const time = Date.now();
    sides.element.hidden = !shownSides && !state.failure;
    sides.update(shownSides, time);
    if (!shownSides) return;
    const { a, b } = shownSides;
    title.textContent = t('{0} against {1}', sideName(b, time), sideName(a, time));
    measure.select(normalization);
    const available = [...new Set([a, b].flatMap(({ profile }) => profile.samples.states))];
    states.update(wanted.states, available);
  }

  function moreItems(): MenuItem[] {
    const { list } = actions.state();
    return [
      {
        label: t('Colours'),
        items: colourOptions().map(({ value, text }) => ({
          label: text,
          isChecked: list.colours === value,
          run: () => dispatch({ type: 'colours', colours: value }),
        })),
      },
      {
        label: t('Export'),
        items: [
          {
            label: t('Table (CSV)'),
            run: () => {
              const now = shown();
              if (now) actions.save('comparison.csv', tableAsCsv(now));
            },
          },
        ],
      },
    ];
  }

  onThemeChange(() => {
    latest = undefined;
    if (shown()) update({ glide: false });
  });
  return { update, note: (message) => graph.note(message) };
}

function measureOption(normalization: Normalization): { readonly value: string; readonly text: string } {
  return { value: normalization, text: measureName(normalization) };
}

function measureName(normalization: Normalization): string {
  switch (normalization) {
    case 'share':
      return t('By share');
    case 'per-second':
      return t('Per second');
    case 'per-host':
      return t('Per host or vCPU-hour');
    case 'samples':
      return t('Raw samples');
  }
}

function colourOptions(): { readonly value: CompareColours; readonly text: string }[] {
  return [
    { value: 'green-violet', text: t('A green, B violet') },
    { value: 'blue-orange', text: t('A blue, B orange') },
  ];
}

function noticeOf(state: CompareState, actions: CompareActions): Notice {
  const { shown, failure, snapshot, graph } = state;
  if (snapshot && isRefused(state)) {
    const message = t(
      'A counts {0} and B counts {1}, which cannot be compared: choose another side.',
      whatIsCounted(snapshot.a),
      whatIsCounted(snapshot.b),
    );
    return { message, action: { label: t('Change B…'), onClick: () => actions.changeSide('b') } };
  }
  if (shown && graph.wanted.transforms.length > 0) {
    return {
      message: t('Nothing is left to draw: all stacks are hidden or out of focus.'),
      action: { label: t('Show All'), onClick: () => actions.dispatch({ type: 'untransform' }) },
    };
  }
  if (shown) {
    const { view } = shown.model;
    const other: StateView = view === 'latency' ? 'cpu' : 'latency';
    return {
      message: t('Neither range has {0} samples: there is nothing to compare.', viewName(view)),
      action: { label: t('Show {0}', viewName(other)), onClick: () => actions.chooseStates(other) },
    };
  }
  if (failure) return failureNotice(failure, actions.retry);
  if (graph.problem !== '') return { message: graph.problem };
  return { message: snapshot ? t('Comparing…') : t('Loading both profiles…'), isBusy: true };
}

function whatIsCounted({ profile }: CompareSide): string {
  switch (weightOf(profile.meta).unit) {
    case 'samples':
      return t('samples');
    case 'nanoseconds':
      return t('time');
    case 'bytes':
      return t('bytes');
    case 'objects':
      return t('objects');
  }
}
