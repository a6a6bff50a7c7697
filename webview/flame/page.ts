import { formatAge, formatSamples } from '../../src/profile/format';
import type { StateView } from '../../src/profile/thread-states';
import type { StackIndex } from '../../src/profile/units';
import { createChart } from '../chart/chart';
import type { ChartEvent } from '../chart/chart-state';
import { nameAt } from '../chart/names';
import { createCrumbs } from '../chart/crumbs';
import { linesOf, spokenOf } from '../chart/details';
import { createDetailsStrip } from '../chart/details-strip';
import { element } from '../shared/dom';
import { createLegend } from '../chart/legend';
import type { Notice } from '../shared/notice';
import { createNotice, failureNotice } from '../shared/notice';
import { onThemeChange, readTheme } from '../shared/palette';
import { rangeText } from '../shared/range-text';
import { createSearchBox } from '../chart/search-box';
import { createViewDropdown } from '../shared/view-dropdown';
import { viewName } from '../shared/view-name';
import { locale, t } from '../shared/words';
import { detailsOf } from './details';
import { createFlameLook, legendEntries } from './flame-look';
import type { FlameState, ShownFlame } from './flame-state';
import type { FlameModel } from './model';

/** What a person can do on the page, as its owner carries it out. */
export interface FlameActions {
  readonly state: () => FlameState;
  readonly dispatch: (event: ChartEvent) => void;
  readonly chooseView: (view: StateView) => void;
  readonly openSource: (box: StackIndex) => void;
  readonly retry: () => void;
}

export interface FlamePage {
  update(options: { readonly glide: boolean }): void;
  /** Says under the graph why something did not work. */
  note(message: string): void;
}

/** Toolbar, crumbs, graph, details and legend, from top to bottom; or a notice where there is nothing to draw. */
export function createFlamePage(actions: FlameActions): FlamePage {
  const shown = (): ShownFlame | undefined => {
    const state = actions.state();
    return state.phase === 'shown' ? state : undefined;
  };
  const model = (): FlameModel | undefined => shown()?.model;

  const chart = createChart({
    label: t('Call graph from entry points'),
    state: () => shown()?.chart,
    dispatch: actions.dispatch,
    open: actions.openSource,
    find: () => search.focus(),
    look: (context) => {
      const drawn = model();
      return drawn && createFlameLook(context, readTheme(), drawn);
    },
    describe: (box) => linesIn(model(), box),
    say: (box) => spokenIn(model(), box),
  });
  const search = createSearchBox({
    search: (query) => actions.dispatch({ type: 'search', query }),
    step: (direction) => actions.dispatch({ type: 'match', direction }),
    leave: () => chart.focus(),
  });
  const views = createViewDropdown(actions.chooseView);
  const title = element('h1', { className: 'title' });
  const toolbar = element('header', { className: 'toolbar' }, title, views.element, search.element);
  const crumbs = createCrumbs(
    (box) => nameIn(model(), box),
    (box) => actions.dispatch({ type: 'zoom', box }),
    () => actions.dispatch({ type: 'back' }),
  );
  const details = createDetailsStrip(() => {
    const selected = shown()?.chart.selected;
    if (selected !== undefined) actions.openSource(selected);
  });
  const legend = createLegend(t('Colours'));
  const stage = element('main', { className: 'stage' });
  document.body.replaceChildren(toolbar, crumbs.element, stage, details.element, legend.element);

  let latest: ShownFlame | undefined;

  function update(options: { readonly glide: boolean }): void {
    const state = actions.state();
    const isDrawn = state.phase === 'shown' && state.model.tree.sum > 0;
    for (const part of [crumbs.element, details.element, search.element]) part.hidden = !isDrawn;
    if (isDrawn) drawShown(state, options);
    else stage.replaceChildren(createNotice(noticeOf(state, actions)));
    if (state.phase === 'shown') describeSource(state);
    latest = isDrawn ? state : undefined;
  }

  function drawShown(state: ShownFlame, options: { readonly glide: boolean }): void {
    if (chart.element.parentElement !== stage) stage.replaceChildren(chart.element);
    if (state.model !== latest?.model) chart.repaint();
    chart.update(options);
    crumbs.update(state.chart);
    search.update(state.chart);
    const { selected } = state.chart;
    details.update(selected === undefined ? undefined : detailsOf(state.model, selected));
  }

  function describeSource({ model: { snapshot, view, tree } }: ShownFlame): void {
    if (latest?.model.snapshot === snapshot && latest.model.view === view) return;
    const { source, connectionLabel, start, end, profile } = snapshot;
    title.textContent = `${source.group} · ${rangeText(start, end, Date.now(), locale())}`;
    title.title = connectionLabel;
    views.select(view);
    legend.update(
      legendEntries(readTheme()),
      statusText(snapshot.fetchedAt, profile.meta.agent.version, tree.sum),
    );
  }

  onThemeChange(() => {
    chart.repaint();
    const state = shown();
    latest = undefined;
    if (state) update({ glide: false });
  });
  return { update, note: details.note };
}

function linesIn(model: FlameModel | undefined, box: StackIndex): readonly string[] {
  return model ? linesOf(detailsOf(model, box)) : [];
}

function spokenIn(model: FlameModel | undefined, box: StackIndex): string {
  return model ? spokenOf(detailsOf(model, box)) : '';
}

function nameIn(model: FlameModel | undefined, box: StackIndex): string {
  return model ? nameAt(model.tree.profile, box) : '';
}

function statusText(fetchedAt: number, agentVersion: string, sum: number): string {
  const agent = agentVersion && t('agent {0}', agentVersion);
  return [formatSamples(sum, locale()), agent, formatAge(Date.now() - fetchedAt)].filter(Boolean).join(' · ');
}

function noticeOf(state: FlameState, actions: FlameActions): Notice {
  switch (state.phase) {
    case 'loading':
      return {
        message: state.group ? t('Loading the profile of {0}…', state.group) : t('Loading…'),
        isBusy: true,
      };
    case 'failed':
      return failureNotice(state.failure, actions.retry);
    case 'shown':
      return emptyNotice(state.model, actions);
  }
}

/** Nothing to draw is a fact about the program, and a different one each time. */
function emptyNotice({ tree, view }: FlameModel, actions: FlameActions): Notice {
  if (tree.profile.samples.length === 0) {
    return {
      message: t(
        'No samples in this range: the agent reported none. Choose another range, or wait for the next profile.',
      ),
    };
  }
  const other: StateView = view === 'latency' ? 'cpu' : 'latency';
  return {
    message: t('No {0} samples in this range: its threads were only seen in other states.', viewName(view)),
    action: { label: t('Show {0}', viewName(other)), onClick: () => actions.chooseView(other) },
  };
}
