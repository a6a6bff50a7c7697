import type { Neighbours } from '../../src/profile/neighbours';
import type { ThreadSplit } from '../../src/profile/thread-frames';
import type { FrameIndex, StackIndex } from '../../src/profile/units';
import { errorMessage } from '../../src/base/error-message';
import type { ExportFormat } from '../../src/export/formats';
import type { FlameSnapshot, FromFlame, SavedFlame, ToFlame } from '../../src/protocol/flame';
import type { ViewSpec } from '../../src/protocol/view-spec';
import { isSavedFlame, isToFlame } from '../../src/protocol/guards';
import type { MenuItem } from '../chart/menu-model';
import { openFunctionSource, openSource } from '../chart/open-source';
import { createDriver } from '../graph/driver';
import { startEngine } from '../graph/engine-client';
import { specOf } from '../graph/graph-state';
import { exportItems, exportName } from './export-items';
import { keptPeriods } from './kept-periods';
import { openHostChannel } from '../shared/channel';
import { rememberFocus } from '../shared/focus-place';
import { createKeeper } from '../shared/keeper';
import { registerControls } from '../shared/kit';
import { problemOf } from '../shared/problem-of';
import { readState } from '../shared/vscode-api';
import { rangeText } from '../shared/range-text';
import { locale, speak, t } from '../shared/words';
import './flame.css';
import type { FlameEvent, FlameState } from './flame-state';
import { EMPTY_PAGE, reduceFlame } from './flame-state';
import { pictureSpec } from './model';
import type { FlamePage } from './page';
import { createFlamePage } from './page';

/** Wiring: messages and gestures become events, events a new state, the state the page and what is kept of it. */
let state: FlameState = EMPTY_PAGE;
let page: FlamePage | undefined;

/** Where things move by a decision of ours, the eye is led; where the hand moves them, they follow it at once. */
const GLIDING = new Set<FlameEvent['type']>(['zoom', 'back', 'match', 'step']);

/** As many callers and callees as a row of the table unfolds to. */
const NEIGHBOURS = 20;

/** More than anybody reads through; finding the share of each takes a pass over the profile. */
const MOST_PACKAGES = 100;

registerControls();
rememberFocus();
const engine = startEngine(document.body.dataset.engine ?? '');
const driver = createDriver({ engine, specOf: pictureSpec, dispatch });
const channel = openHostChannel<ToFlame, FromFlame>(isToFlame, receive);
const keeper = createKeeper(savedState);
channel.say({ type: 'ready' });

function receive(message: ToFlame): void {
  switch (message.type) {
    case 'load':
    case 'fail':
      speak(message.language);
      return dispatch(message);
    case 'show':
      speak(message.snapshot.language);
      return dispatch({ ...message, kept: kept(message.snapshot.source) });
    case 'view':
      return dispatch({ type: 'states', states: message.view });
    case 'spec':
      return dispatch({ type: 'apply', spec: message.spec });
  }
}

function dispatch(event: FlameEvent): void {
  state = reduceFlame(state, event);
  page ??= createFlamePage({
    state: () => state,
    dispatch,
    chooseStates: (states) => {
      dispatch({ type: 'states', states });
      channel.say({ type: 'view', view: states });
    },
    openSource: (box) => void goToSource(box),
    openFunction: (frame) => {
      if (state.shown) void tell(openFunctionSource(channel, state.shown.chart.boxes.profile, frame));
    },
    retry: () => channel.say({ type: 'retry' }),
    neighbours,
    copyText: (text) => void channel.ask('text/copy', { text }),
    hostItems,
    chooseRange: (range) => channel.say({ type: 'range', range }),
    listTimes: async () => keptPeriods(await channel.ask('times/list', {})),
    listPackages: () => engine.packages(MOST_PACKAGES),
    chooseCode: (namespaces) => void tell(problemOf(channel.ask('my-code/set', { namespaces }))),
    views: {
      list: () => channel.ask('views/list', {}),
      apply: ({ spec }) => applyView(spec),
      save: (name) => problemOf(channel.ask('views/save', { name, spec: specOf(state.graph) })),
      remove: (name) => problemOf(channel.ask('views/delete', { name })),
      whyNot: () => state.snapshot?.whyNoViews ?? '',
    },
  });
  page.update({ glide: GLIDING.has(event.type) });
  keeper.changed();
  driver.follow(state.graph, state.snapshot?.profile);
}

/**
 * While another picture is on its way the engine means other functions by the same rows. Then nobody is told anything:
 * whoever asked is about to be replaced with what is on its way.
 */
function neighbours(frame: FrameIndex): Promise<Neighbours> {
  const picture = state.shown?.model.picture;
  return picture && driver.holds(picture)
    ? engine.neighbours(frame, NEIGHBOURS)
    : new Promise(() => undefined);
}

/** Copies, exports and what is live: the host's part of the menu. */
function hostItems(): MenuItem[] {
  const { snapshot } = state;
  if (!snapshot) return [];
  const { isLive, autoRefresh, threads } = snapshot;
  const follow: MenuItem = {
    label: t('Follow the Live Program'),
    isChecked: autoRefresh,
    run: () => channel.say({ type: 'refresh', on: !autoRefresh }),
  };
  return [
    ...(threads ? [byThread(threads)] : []),
    ...(isLive ? [follow] : []),
    {
      label: t('Copy Link'),
      run: () => void tell(problemOf(channel.ask('link/copy', { spec: specOf(state.graph) }))),
    },
    { label: t('Export'), items: exportItems((format) => void tell(exportAs(format, snapshot))) },
    'separator',
  ];
}

function byThread({ separate }: ThreadSplit): MenuItem {
  return {
    label: t('By Thread'),
    isChecked: separate,
    run: () => channel.say({ type: 'threads', separate: !separate }),
  };
}

/** Thread states are the window's, whoever chooses them. */
function applyView(spec: ViewSpec): void {
  dispatch({ type: 'apply', spec });
  channel.say({ type: 'view', view: spec.states });
}

/** @returns why it did not work, or '' */
async function exportAs(format: ExportFormat | 'png', { label, start, end }: FlameSnapshot): Promise<string> {
  try {
    const subtitle = end > 0 ? rangeText(start, end, Date.now(), locale()) : '';
    const bytes =
      format === 'png' ? await page?.picture() : await engine.export(format, { title: label, subtitle });
    if (!bytes) return t('There is no picture to export.');
    await channel.ask('export/save', { name: exportName(label, format), bytes });
    return '';
  } catch (error) {
    return errorMessage(error);
  }
}

async function goToSource(box: StackIndex): Promise<void> {
  if (state.shown) await tell(openSource(channel, state.shown.chart.boxes, box));
}

/** Shows what did not work, if anything. */
async function tell(problem: Promise<string>): Promise<void> {
  const text = await problem;
  if (text !== '') page?.note(text);
}

function savedState(): SavedFlame | undefined {
  if (!state.snapshot) return undefined;
  const { source, autoRefresh } = state.snapshot;
  return { source, spec: specOf(state.graph), table: state.isTable, autoRefresh };
}

/** What was kept belongs to one source; another one begins at its own whole. */
function kept(source: SavedFlame['source']): SavedFlame | undefined {
  const saved = readState();
  return isSavedFlame(saved) && JSON.stringify(saved.source) === JSON.stringify(source) ? saved : undefined;
}
