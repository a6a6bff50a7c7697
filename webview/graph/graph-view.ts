import { pathOf } from '../../src/profile/stack-path';
import type { StackIndex } from '../../src/profile/units';
import { createChart } from '../chart/chart';
import type { ChartOwner } from '../chart/chart';
import type { ChartState } from '../chart/chart-state';
import { stageOf } from '../chart/chart-state';
import { createContextMenu } from '../chart/context-menu';
import { createCrumbs } from '../chart/crumbs';
import type { Details } from '../chart/details';
import { linesOf, spokenOf } from '../chart/details';
import { createDetailsStrip } from '../chart/details-strip';
import { chartKeys, createHelp } from '../chart/help';
import { createMenuButton } from '../chart/menu-button';
import type { MenuItem } from '../chart/menu-model';
import { createHiddenList } from '../chart/hidden-list';
import { createMinimap } from '../chart/minimap';
import { nameIn } from '../chart/names';
import { createPictureTabs } from '../chart/picture-tabs';
import type { Place, Anchor } from '../chart/place-popup';
import { createSearchBox } from '../chart/search-box';
import { createTransformCrumbs } from '../chart/transform-crumbs';
import { hiddenAmong } from '../chart/transform-words';
import type { Silhouette } from '../chart/silhouette';
import { silhouetteOf } from '../chart/silhouette';
import { t } from '../shared/words';
import { helpOf, menuOf } from './action-menu';
import type { Action } from './actions';
import { actionForKey, actionsFor } from './actions';
import type { GraphEvent, GraphState, ShownGraph } from './graph-state';
import { isSearching } from './graph-state';
import type { Picture } from './picture';

/** What a page says and decides about the graph on it; everything else is the same on every page. */
export interface GraphOwner {
  readonly state: () => GraphState;
  /** Whether what is shown will give way to something that is on its way. */
  readonly isBusy: () => boolean;
  readonly dispatch: (event: GraphEvent) => void;
  readonly openSource: (box: StackIndex) => void;
  readonly look: ChartOwner['look'];
  readonly details: (box: StackIndex) => Details;
  /** Figures of a box for its row in the outline, a cell each. */
  readonly figures: (box: StackIndex) => readonly string[];
  /** What the page can do beyond the graph: at the end of its menu. */
  readonly more: () => readonly MenuItem[];
  /** Keys beyond those of the graph. @returns whether the key meant something */
  readonly press: (event: KeyboardEvent) => boolean;
  /** What those are, for the sheet of keys. */
  readonly keys: readonly (readonly [key: string, meaning: string])[];
  readonly copyText: (text: string) => void;
}

/** A graph with all that belongs to it, in parts, for a page to put where it wants them. */
export interface GraphView {
  readonly tabs: HTMLElement;
  readonly search: HTMLElement;
  readonly moreButton: HTMLElement;
  readonly crumbs: HTMLElement;
  /** What was changed and hidden, each with the way back. */
  readonly changes: HTMLElement;
  readonly hidden: HTMLElement;
  readonly minimap: HTMLElement;
  readonly chart: HTMLElement;
  readonly details: HTMLElement;
  /** Menu and help: at the end of the body, over everything. */
  readonly overlays: readonly HTMLElement[];
  update(shown: ShownGraph, options: { readonly glide: boolean }): void;
  /** As `update`, where only another part of the picture is seen: there is little to do, sixty times a second. */
  move(shown: ShownGraph): void;
  /** Colours or theme are others now. */
  repaint(): void;
  focus(): void;
  note(message: string): void;
  picture(): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Everything that can be done with the selected box. */
  openMenu(at: Place | Anchor): void;
}

export function createGraphView(owner: GraphOwner): GraphView {
  const { dispatch } = owner;
  const shown = (): ShownGraph | undefined => owner.state().shown;
  const selected = (): StackIndex | undefined => shown()?.chart.selected;
  const ifShown = <T>(read: () => T, otherwise: T): T => (shown() ? read() : otherwise);

  const menu = createContextMenu();
  const help = createHelp(() => chart.focus());
  const openMenu = (at: Place | Anchor): void =>
    menu.open(frameItems(), at, { takeFocus: () => chart.focus() });
  const chart = createChart({
    label: () => labelOf(owner.state()),
    state: () => shown()?.chart,
    dispatch,
    open: owner.openSource,
    find: () => search.focus(),
    press,
    menu: openMenu,
    look: owner.look,
    describe: (box) => ifShown(() => linesOf(owner.details(box)), []),
    cells: (box) => ifShown(() => [nameOf(box), ...owner.figures(box)], []),
    say: (box) => ifShown(() => spokenOf(owner.details(box)), ''),
  });
  const search = createSearchBox({
    search: (query) => dispatch({ type: 'search', query }),
    step: (direction) => dispatch({ type: 'match', direction }),
    filter: () => carryOut('keep-matching'),
    leave: () => chart.focus(),
  });
  const tabs = createPictureTabs(carryOut);
  const moreButton = createMenuButton({ label: t('More'), icon: 'ellipsis', menu, items: moreItems });
  const crumbs = createCrumbs(
    nameOf,
    (box) => dispatch({ type: 'zoom', box }),
    () => dispatch({ type: 'back' }),
  );
  const changes = createTransformCrumbs({
    remove: (index) => dispatch({ type: 'untransform', indexes: [index] }),
    undo: () => dispatch({ type: 'undo' }),
    redo: () => dispatch({ type: 'redo' }),
  });
  const hidden = createHiddenList({
    leave: () => chart.focus(),
    show: (index) => dispatch({ type: 'untransform', indexes: [index] }),
    showAll: () =>
      dispatch({
        type: 'untransform',
        indexes: hiddenAmong(owner.state().wanted.transforms).map(({ index }) => index),
      }),
  });
  const minimap = createMinimap((left, right) => dispatch({ type: 'span', left, right }));
  const details = createDetailsStrip(() => withSelected(owner.openSource));
  let silhouette: { readonly of: unknown; readonly value: Silhouette } | undefined;

  function nameOf(box: StackIndex): string {
    const chartState = shown()?.chart;
    return chartState ? nameIn(chartState.boxes, box) : '';
  }

  function press(event: KeyboardEvent): boolean {
    const action = actionForKey(owner.state(), selected(), event);
    if (action) carryOutAction(action);
    else if (event.ctrlKey || event.metaKey || event.altKey) return owner.press(event);
    else if (event.key === '?') openHelp();
    else if (event.key === 'e') chart.describe();
    else if (event.key === 'c') copyName();
    else return owner.press(event);
    return true;
  }

  function carryOut(id: string): void {
    const action = actionsFor(owner.state(), selected()).find((one) => one.id === id);
    if (action) carryOutAction(action);
  }

  function carryOutAction({ plan }: Action): void {
    if ('why' in plan) details.note(plan.why);
    else act(plan);
  }

  /** What is said of something that was not done ends with the next thing that is. */
  function act(event: GraphEvent): void {
    details.note('');
    dispatch(event);
  }

  /** What is selected by then: a picture that came while a menu was open may have given the box another row. */
  function withSelected(act: (box: StackIndex) => void): void {
    const box = selected();
    if (box !== undefined) act(box);
  }

  function frameItems(): MenuItem[] {
    const box = selected();
    const canOpen = box !== undefined && ifShown(() => owner.details(box).place !== '', false);
    return [
      {
        label: t('Go to Source'),
        key: t('Enter'),
        isDisabled: !canOpen,
        why: t('No file is known for this frame.'),
        run: () => withSelected(owner.openSource),
      },
      { label: t('Zoom'), key: 'z', run: () => withSelected((now) => dispatch({ type: 'zoom', box: now })) },
      'separator',
      ...menuOf(actionsFor(owner.state(), box), act),
      { label: t('Copy Name'), key: 'c', run: copyName },
      { label: t('Copy Stack'), run: copyStack },
      { label: t('Describe This Frame'), key: 'e', run: () => chart.describe() },
    ];
  }

  function moreItems(): MenuItem[] {
    return [
      ...owner.more(),
      'separator',
      ...menuOf(
        actionsFor(owner.state(), selected()).filter(
          ({ group }) => group === 'collapse' || group === 'history',
        ),
        act,
      ),
      { label: t('Keys'), key: '?', run: openHelp },
    ];
  }

  function openHelp(): void {
    const page = owner.keys.length > 0 ? [{ title: t('This panel'), rows: owner.keys }] : [];
    help.open([chartKeys(), ...page, ...helpOf(actionsFor(owner.state(), selected()))]);
  }

  function copyName(): void {
    const box = selected();
    if (box !== undefined) owner.copyText(nameOf(box));
  }

  /** From the entry point down, a line each: as it stands in a ticket. */
  function copyStack(): void {
    const box = selected();
    const chartState = shown()?.chart;
    if (box === undefined || !chartState) return;
    owner.copyText(
      pathOf(chartState.boxes.profile, box)
        .map(({ name, file }) => (file ? `${name} (${file})` : name))
        .join('\n'),
    );
  }

  function showWhere(picture: Picture, chartState: ChartState): void {
    if (silhouette?.of !== picture) {
      silhouette = { of: picture, value: silhouetteOf(picture.layout, COLUMNS) };
    }
    crumbs.update(chartState);
    minimap.update({
      silhouette: silhouette.value,
      viewport: chartState.viewport,
      finest: stageOf(chartState).finest,
    });
  }

  return {
    tabs: tabs.element,
    search: search.element,
    moreButton: moreButton.element,
    crumbs: crumbs.element,
    changes: changes.element,
    hidden: hidden.element,
    minimap: minimap.element,
    chart: chart.element,
    details: details.element,
    overlays: [menu.element, help.element],
    update: ({ picture, chart: chartState }, options) => {
      const state = owner.state();
      chart.element.setAttribute('aria-busy', String(owner.isBusy()));
      chart.update(options);
      showWhere(picture, chartState);
      search.update(state.query, chartState, { isSearching: state.problem === '' && isSearching(state) });
      changes.update({
        transforms: state.wanted.transforms,
        canUndo: state.past.length > 0,
        canRedo: state.future.length > 0,
      });
      hidden.update(state.wanted.transforms);
      tabs.update(state.wanted.visualization.type, selected() !== undefined);
      const box = selected();
      details.update(box === undefined ? undefined : owner.details(box));
    },
    move: ({ picture, chart: chartState }) => {
      chart.move();
      showWhere(picture, chartState);
    },
    repaint: () => chart.repaint(),
    focus: () => chart.focus(),
    note: details.note,
    picture: () => chart.picture(),
    openMenu,
  };
}

/** One for each few pixels: a silhouette is looked at, not read. */
const COLUMNS = 400;

function labelOf({ wanted }: GraphState): string {
  switch (wanted.visualization.type) {
    case 'overview':
      return t('Call graph from entry points');
    case 'hotspots':
      return t('Hottest functions and their callers');
    case 'inspect':
      return t('Callers and callees of {0}', wanted.visualization.function.name);
  }
}
