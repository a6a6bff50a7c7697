import { errorMessage } from '../../src/base/error-message';
import { formatAge } from '../../src/profile/format';
import type { Neighbours } from '../../src/profile/neighbours';
import type { StateView } from '../../src/profile/thread-states';
import type { FrameIndex, StackIndex } from '../../src/profile/units';
import { isInPackage } from '../../src/profile/packages';
import { share } from '../../src/profile/share';
import { formatAmount, formatFigure } from '../../src/profile/weight';
import type { FlameSnapshot } from '../../src/protocol/flame';
import { FILE_CONNECTION_ID } from '../../src/protocol/source';
import type { ColourBy } from '../../src/protocol/view-spec';
import { COLOURS_BY } from '../../src/protocol/view-spec';
import { frameAt, widestPlace } from '../chart/chart-state';
import type { FunctionRow, FunctionSort } from '../chart/function-lines';
import { createFunctionTable } from '../chart/function-table';
import { createCodeChooser } from '../chart/code-chooser';
import { createLegend } from '../chart/legend';
import type { MenuItem } from '../chart/menu-model';
import type { KeptPeriods, RangeChoice } from '../chart/range-model';
import type { RangeView } from '../chart/range-picker';
import { createRangePicker } from '../chart/range-picker';
import { functionRows, relativesOf } from '../graph/function-rows';
import type { PackageTotal } from '../graph/graph-engine';
import { createGraphView } from '../graph/graph-view';
import type { Picture } from '../graph/picture';
import { samplesAt, selfAt } from '../graph/picture';
import { element } from '../shared/dom';
import { holdsFocus, refocus } from '../shared/focus-place';
import type { Notice } from '../shared/notice';
import { failureNotice, showNotice } from '../shared/notice';
import { onThemeChange, readTheme } from '../shared/palette';
import { createStatesControl } from '../shared/states-control';
import { viewName } from '../shared/view-name';
import { locale, t } from '../shared/words';
import { detailsOf, isTooFew, shareText } from './details';
import { createFlameLook, legendEntries } from './flame-look';
import type { FlameEvent, FlameState, ShownFlame } from './flame-state';
import { isBusy, isFlameMoved } from './flame-state';
import type { FlameModel } from './model';
import { VIEW } from './model';
import type { ViewsActions } from './views-button';
import { createViewsButton } from './views-button';

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
  readonly chooseRange: (range: RangeChoice) => void;
  readonly listTimes: () => Promise<readonly KeptPeriods[]>;
  readonly listPackages: () => Promise<readonly PackageTotal[]>;
  readonly chooseCode: (namespaces: readonly string[]) => void;
  readonly views: ViewsActions;
}

export interface FlamePage {
  update(options: { readonly glide: boolean }): void;
  /** Says under the graph why something did not work. */
  note(message: string): void;
  /** What the graph shows now, as a PNG; undefined where there is none. */
  picture(): Promise<Uint8Array<ArrayBuffer> | undefined>;
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
    isBusy: () => isBusy(actions.state()),
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
    keys: [['t', t('table of functions')]],
    copyText: actions.copyText,
  });
  const states = createStatesControl(actions.chooseStates);
  const title = element('h1', { className: 'title' });
  const range = createRangePicker({
    choose: actions.chooseRange,
    // Times are asked for whole, and once for each profile: they change when a new one comes.
    need: () => void listTimes(),
  });
  const views = createViewsButton(actions.views);
  const code = createCodeChooser({ apply: actions.chooseCode });
  const toolbar = element(
    'header',
    { className: 'toolbar' },
    title,
    range.element,
    states.element,
    graph.tabs,
    graph.search,
    views.element,
    graph.moreButton,
  );
  const way = element('div', { className: 'way' }, graph.crumbs, graph.hidden, code.element, graph.changes);
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
  // The key that leads there leads back; in the field it is a letter.
  table.element.addEventListener('keydown', ({ key, target, ctrlKey, metaKey, altKey }) => {
    const isInTable = target instanceof Element && target.closest('[role=treegrid]') !== null;
    if (key === 't' && isInTable && !ctrlKey && !metaKey && !altKey) dispatch({ type: 'table', on: false });
  });
  const legend = createLegend(t('Colours'));
  const problem = element('p', { className: 'problem', role: 'alert' });
  const stage = element('div', { className: 'stage' });
  document.body.replaceChildren(
    toolbar,
    problem,
    way,
    element('main', { className: 'main' }, graph.minimap, stage),
    graph.details,
    legend.element,
    ...graph.overlays,
  );

  let updated: FlameState | undefined;
  let latest: { readonly model: FlameModel; readonly colour: ColourBy } | undefined;
  let codeOf: FlameSnapshot | undefined;
  let times: { readonly of: number; readonly answer: Pick<RangeView, 'kept' | 'problem'> } | undefined;
  let listed: { readonly of: Picture; readonly rows: readonly FunctionRow[] } | undefined;

  function placeOf(frame: FrameIndex): StackIndex | undefined {
    const chart = shown()?.chart;
    if (!chart) return undefined;
    const { name, file } = chart.boxes.profile.frames;
    return widestPlace(chart.boxes, name[frame], file[frame]);
  }

  function update(options: { readonly glide: boolean }): void {
    const state = actions.state();
    const before = updated;
    updated = state;
    if (before && !state.isTable && isFlameMoved(before, state) && state.graph.shown) {
      graph.move(state.graph.shown);
      return;
    }
    const isDrawn = state.shown !== undefined && state.shown.model.picture.columns[VIEW].sum > 0;
    const { isTable } = state;
    for (const part of [graph.details, graph.search, graph.crumbs]) part.hidden = !isDrawn;
    for (const part of [graph.tabs, way, views.element]) part.hidden = !state.shown;
    graph.minimap.hidden = !isDrawn || isTable;
    legend.element.hidden = !isDrawn;
    showProblem(problemText(state));
    if (isDrawn && state.shown) drawShown(state, state.shown, options);
    else showNotice(stage, noticeOf(state, actions));
    if (state.snapshot) describeSource(state);
  }

  /** Said once: an alert that is written anew is heard anew. */
  function showProblem(text: string): void {
    if (problem.textContent !== text) problem.textContent = text;
    problem.hidden = text === '';
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
    const isOther = wanted.parentElement !== stage;
    const hadFocus = isOther && holdsFocus(stage);
    if (isOther) stage.replaceChildren(wanted);
    if (state.graph.shown) graph.update(state.graph.shown, options);
    void listCode(drawn.snapshot);
    if (state.isTable) {
      updateTable(drawn, chart.selected === undefined ? undefined : frameAt(chart.boxes, chart.selected));
    }
    if (hadFocus) refocus(() => (state.isTable ? table : graph).focus());
  }

  function updateTable(drawn: FlameModel, selected: FrameIndex | undefined): void {
    const { picture, weight } = drawn;
    table.element.setAttribute('aria-busy', String(isBusy(actions.state())));
    if (listed?.of !== picture) listed = { of: picture, rows: functionRows(picture) };
    table.update({
      rows: listed.rows,
      sum: picture.columns[VIEW].sum,
      ...tableView,
      selected,
      isTooFew: isTooFew(drawn),
      figure: (amount) => formatFigure(weight, amount, locale()),
    });
  }

  function describeSource({ snapshot, graph: { wanted } }: FlameState): void {
    if (!snapshot) return;
    const { label, source, start, end, connectionLabel } = snapshot;
    title.textContent = label;
    title.title = connectionLabel;
    range.element.hidden = source.connectionId === FILE_CONNECTION_ID;
    if (!range.element.hidden) {
      range.update({
        choice: source.range,
        shown: { start, end },
        now: Date.now(),
        ...(times?.of === snapshot.fetchedAt ? times.answer : { kept: undefined }),
      });
    }
    states.update(wanted.states, snapshot.profile.samples.states);
  }

  async function listTimes(): Promise<void> {
    const of = actions.state().snapshot?.fetchedAt;
    if (of === undefined || times?.of === of) return;
    times = { of, answer: { kept: undefined } };
    try {
      times = { of, answer: { kept: await actions.listTimes() } };
    } catch (error) {
      times = { of, answer: { kept: [], problem: errorMessage(error) } };
    }
    describeSource(actions.state());
  }

  /** Once for each profile: what is hidden or focused changes nothing about whose code it is. */
  async function listCode(snapshot: FlameSnapshot): Promise<void> {
    if (codeOf === snapshot) return;
    codeOf = snapshot;
    // The picture comes first: both take processors, and nobody looks at the list before at the graph.
    await whenIdle();
    const packages = await actions.listPackages().catch(() => {
      // What failed is told where it is drawn; here it is asked for again with the next picture.
      if (codeOf === snapshot) codeOf = undefined;
      return [];
    });
    if (codeOf !== snapshot) return;
    const mine = packages
      .filter(({ package: name, frames }) => isMine(snapshot, name, frames))
      .map(({ package: name }) => name);
    code.update(
      packages.map(({ package: namespace, total, whole }) => ({
        namespace,
        share: share(total, whole),
        // What lies in one that is mine is mine without being said.
        isMine:
          mine.includes(namespace) &&
          !mine.some((outer) => outer !== namespace && isInPackage(namespace, outer)),
      })),
    );
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
  // The age of what is shown grows while somebody looks at it.
  setInterval(() => latest && legend.setStatus(statusText(latest.model)), AGE_STEP_MS);
  return { update, note: (message) => graph.note(message), picture: () => graph.picture() };
}

const AGE_STEP_MS = 30_000;

/** When all there is to paint is painted; a page that is never idle, or hidden, waits a second. */
function whenIdle(): Promise<unknown> {
  return new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }));
}

/** Chosen by name; or, where nobody chose, all of it counts as theirs. */
function isMine({ mine, myCode }: FlameSnapshot, namespace: string, frames: Uint8Array): boolean {
  if (myCode.length > 0) return myCode.includes(namespace);
  return frames.includes(1) && frames.every((isIn, frame) => isIn === 0 || mine[frame] === 1);
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
  if (view.length === 0) {
    return {
      message: t('No thread state is chosen, so nothing counts.'),
      action: { label: t('Show {0}', viewName(other)), onClick: () => actions.chooseStates(other) },
    };
  }
  return {
    message: t('No {0} samples in this range: its threads were only seen in other states.', viewName(view)),
    action: { label: t('Show {0}', viewName(other)), onClick: () => actions.chooseStates(other) },
  };
}
