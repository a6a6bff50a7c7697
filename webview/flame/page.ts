import { formatAge } from '../../src/profile/format';
import type { Neighbours } from '../../src/profile/neighbours';
import type { StateView } from '../../src/profile/thread-states';
import type { FrameIndex, StackIndex } from '../../src/profile/units';
import { formatAmount } from '../../src/profile/weight';
import type { ColourBy } from '../../src/protocol/view-spec';
import { COLOURS_BY } from '../../src/protocol/view-spec';
import { frameAt, widestPlace } from '../chart/chart-state';
import type { FunctionRow, FunctionSort } from '../chart/function-lines';
import { createFunctionTable } from '../chart/function-table';
import { createLegend } from '../chart/legend';
import type { MenuItem } from '../chart/menu-model';
import { functionRows, relativesOf } from '../graph/function-rows';
import { createGraphView } from '../graph/graph-view';
import type { Picture } from '../graph/picture';
import { samplesAt, selfAt } from '../graph/picture';
import { element } from '../shared/dom';
import type { Notice } from '../shared/notice';
import { createNotice, failureNotice } from '../shared/notice';
import { onThemeChange, readTheme } from '../shared/palette';
import { rangeText } from '../shared/range-text';
import { createStatesControl } from '../shared/states-control';
import { viewName } from '../shared/view-name';
import { locale, t } from '../shared/words';
import { detailsOf, isTooFew, shareText } from './details';
import { createFlameLook, legendEntries } from './flame-look';
import type { FlameEvent, FlameState, ShownFlame } from './flame-state';
import type { FlameModel } from './model';
import { VIEW } from './model';

/** What a person can do on the page, as its owner carries it out. */
export interface FlameActions {
  readonly state: () => FlameState;
  readonly dispatch: (event: FlameEvent) => void;
  /** Thread states are the window's: lenses and trees follow. */
  readonly chooseStates: (states: StateView) => void;
  readonly openSource: (box: StackIndex) => void;
  readonly openFunction: (frame: FrameIndex) => void;
  readonly retry: () => void;
  readonly neighbours: (frame: FrameIndex) => Promise<Neighbours>;
  readonly copyText: (text: string) => void;
  /** What the host can do with what is shown. */
  readonly hostItems: () => readonly MenuItem[];
}

export interface FlamePage {
  update(options: { readonly glide: boolean }): void;
  /** Says under the graph why something did not work. */
  note(message: string): void;
}

/** Toolbar, crumbs, minimap, graph or table, details and legend, from top to bottom; or a notice in their place. */
export function createFlamePage(actions: FlameActions): FlamePage {
  const { dispatch } = actions;
  const shown = (): ShownFlame | undefined => actions.state().shown;
  /** What a text is made of; asked for only while something is shown. */
  const model = (): FlameModel => {
    const { shown: now } = actions.state();
    if (!now) throw new Error('Nothing is shown yet.');
    return now.model;
  };

  const graph = createGraphView({
    state: () => actions.state().graph,
    dispatch,
    openSource: actions.openSource,
    look: (context) =>
      shown() && createFlameLook(context, readTheme(), model(), actions.state().graph.wanted.colour),
    details: (box) => detailsOf(model(), box),
    figures: (box) => {
      const { picture } = model();
      return [shareText(model(), samplesAt(picture, box)), shareText(model(), selfAt(picture, box))];
    },
    more: moreItems,
    press: ({ key }) => {
      if (key === 't') dispatch({ type: 'table', on: !actions.state().isTable });
      return key === 't';
    },
    copyText: actions.copyText,
  });
  const states = createStatesControl(actions.chooseStates);
  const title = element('h1', { className: 'title' });
  const toolbar = element(
    'header',
    { className: 'toolbar' },
    title,
    states.element,
    graph.tabs,
    graph.search,
    graph.moreButton,
  );
  const table = createFunctionTable({
    sort: (sort) => {
      tableView = { ...tableView, sort };
      update({ glide: false });
    },
    filter: (filter) => {
      tableView = { ...tableView, filter };
      update({ glide: false });
    },
    select: (frame) => dispatch({ type: 'select', box: placeOf(frame) }),
    open: actions.openFunction,
    menu: (frame, at) => {
      dispatch({ type: 'select', box: placeOf(frame) });
      graph.openMenu(at);
    },
    relatives: async (frame) => relativesOf(model().picture, await actions.neighbours(frame)),
  });
  let tableView: { readonly sort: FunctionSort; readonly filter: string } = {
    sort: { column: 'total', descending: true },
    filter: '',
  };
  const legend = createLegend(t('Colours'));
  const problem = element('p', { className: 'problem', role: 'alert' });
  const stage = element('main', { className: 'stage' });
  document.body.replaceChildren(
    toolbar,
    problem,
    graph.crumbs,
    graph.minimap,
    stage,
    graph.details,
    legend.element,
    ...graph.overlays,
  );

  let latest: { readonly model: FlameModel; readonly colour: ColourBy } | undefined;
  let listed: { readonly of: Picture; readonly rows: readonly FunctionRow[] } | undefined;

  function placeOf(frame: FrameIndex): StackIndex | undefined {
    const chart = shown()?.chart;
    if (!chart) return undefined;
    const { name, file } = chart.boxes.profile.frames;
    return widestPlace(chart.boxes, name[frame], file[frame]);
  }

  function update(options: { readonly glide: boolean }): void {
    const state = actions.state();
    const isDrawn = state.shown !== undefined && state.shown.model.picture.columns[VIEW].sum > 0;
    const { isTable } = state;
    for (const part of [graph.details, graph.search, graph.tabs, graph.crumbs]) part.hidden = !isDrawn;
    graph.minimap.hidden = !isDrawn || isTable;
    problem.textContent = problemText(state);
    problem.hidden = problem.textContent === '';
    if (isDrawn && state.shown) drawShown(state, state.shown, options);
    else stage.replaceChildren(createNotice(noticeOf(state, actions)));
    if (state.snapshot) describeSource(state);
  }

  function drawShown(
    state: FlameState,
    { model: drawn, chart }: ShownFlame,
    options: { readonly glide: boolean },
  ): void {
    const { colour } = state.graph.wanted;
    if (drawn !== latest?.model || colour !== latest.colour) {
      graph.repaint();
      legend.update(legendEntries(readTheme(), drawn, colour), statusText(drawn));
      latest = { model: drawn, colour };
    }
    const wanted = state.isTable ? table.element : graph.chart;
    if (wanted.parentElement !== stage) stage.replaceChildren(wanted);
    if (state.graph.shown) graph.update(state.graph.shown, options);
    if (state.isTable)
      updateTable(drawn, chart.selected === undefined ? undefined : frameAt(chart.boxes, chart.selected));
  }

  function updateTable(drawn: FlameModel, selected: FrameIndex | undefined): void {
    const { picture, weight } = drawn;
    if (listed?.of !== picture) listed = { of: picture, rows: functionRows(picture) };
    table.update({
      rows: listed.rows,
      sum: picture.columns[VIEW].sum,
      ...tableView,
      selected,
      isTooFew: isTooFew(drawn),
      figure: (amount) => formatAmount(weight, amount, locale()),
    });
  }

  function describeSource({ snapshot, graph: { wanted } }: FlameState): void {
    if (!snapshot) return;
    const { label, start, end, connectionLabel } = snapshot;
    const range = end > 0 ? ` · ${rangeText(start, end, Date.now(), locale())}` : '';
    title.textContent = `${label}${range}`;
    title.title = connectionLabel;
    states.update(wanted.states, snapshot.profile.samples.states);
  }

  function moreItems(): MenuItem[] {
    const {
      isTable,
      graph: { wanted },
    } = actions.state();
    return [
      {
        label: t('Table of Functions'),
        key: 't',
        isChecked: isTable,
        run: () => dispatch({ type: 'table', on: !isTable }),
      },
      {
        label: t('Order'),
        items: [
          {
            label: t('By name'),
            isChecked: wanted.order === 'name',
            run: () => dispatch({ type: 'order', order: 'name' }),
          },
          {
            label: t('Heaviest first'),
            isChecked: wanted.order === 'weight',
            run: () => dispatch({ type: 'order', order: 'weight' }),
          },
        ],
      },
      {
        label: t('Colours'),
        items: COLOURS_BY.map((colour) => ({
          label: colourLabel(colour),
          isChecked: wanted.colour === colour,
          run: () => dispatch({ type: 'colour', colour }),
        })),
      },
      'separator',
      ...actions.hostItems(),
    ];
  }

  onThemeChange(() => {
    latest = undefined;
    if (shown()) update({ glide: false });
  });
  return { update, note: graph.note };
}

function colourLabel(colour: ColourBy): string {
  switch (colour) {
    case 'code':
      return t('My code, libraries, runtime');
    case 'package':
      return t('Packages');
    case 'state':
      return t('Thread states');
  }
}

function statusText({ snapshot, picture, weight }: FlameModel): string {
  const { version } = snapshot.profile.meta.agent;
  const agent = version && t('agent {0}', version);
  const amount = formatAmount(weight, picture.columns[VIEW].sum, locale());
  const age = snapshot.end > 0 ? formatAge(Date.now() - snapshot.fetchedAt) : '';
  return [amount, agent, age].filter(Boolean).join(' · ');
}

/** Said above a picture that stays although something did not work. */
function problemText({ failure, graph, shown }: FlameState): string {
  if (!shown) return '';
  return failure?.message ?? graph.problem;
}

function noticeOf(state: FlameState, actions: FlameActions): Notice {
  const { shown, failure, loading, snapshot, graph } = state;
  if (shown) return emptyNotice(shown.model, actions, graph.wanted.transforms.length > 0);
  if (failure) return failureNotice(failure, actions.retry);
  if (graph.problem !== '') return { message: graph.problem };
  if (snapshot) return { message: t('Drawing…'), isBusy: true };
  return { message: loading ? t('Loading the profile of {0}…', loading) : t('Loading…'), isBusy: true };
}

/** Nothing to draw is a fact about the program or about what was hidden, and a different one each time. */
function emptyNotice(
  { picture, snapshot, view }: FlameModel,
  actions: FlameActions,
  isChanged: boolean,
): Notice {
  const { dispatch } = actions;
  if (snapshot.profile.samples.length === 0) {
    return {
      message: t(
        'No samples in this range: the agent reported none. Choose another range, or wait for the next profile.',
      ),
    };
  }
  if (isChanged && picture.columns[VIEW].whole > 0) {
    return {
      message: t('Nothing is left to draw: all stacks are hidden or out of focus.'),
      action: { label: t('Show All'), onClick: () => dispatch({ type: 'untransform' }) },
    };
  }
  if (picture.spec.visualization.type === 'inspect' && picture.columns[VIEW].whole > 0) {
    return {
      message: t('The inspected function has no {0} samples here.', viewName(view)),
      action: {
        label: t('From Entry Points'),
        onClick: () => dispatch({ type: 'visualize', visualization: { type: 'overview' } }),
      },
    };
  }
  const other: StateView = view === 'latency' ? 'cpu' : 'latency';
  return {
    message: t('No {0} samples in this range: its threads were only seen in other states.', viewName(view)),
    action: { label: t('Show {0}', viewName(other)), onClick: () => actions.chooseStates(other) },
  };
}
