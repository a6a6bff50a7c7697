import type { StackIndex } from '../../src/profile/units';
import type { FromCompare, SavedCompare, ToCompare } from '../../src/protocol/compare';
import { isSavedCompare, isToCompare } from '../../src/protocol/guards';
import { openFunctionSource, openSource } from '../chart/open-source';
import { startEngine } from '../graph/engine-client';
import { openHostChannel } from '../shared/channel';
import { rememberFocus } from '../shared/focus-place';
import { createKeeper } from '../shared/keeper';
import { registerControls } from '../shared/kit';
import { problemOf } from '../shared/problem-of';
import { readState } from '../shared/vscode-api';
import { speak } from '../shared/words';
import './compare.css';
import { createCompareDriver } from './compare-driver';
import type { CompareEvent, CompareState } from './compare-state';
import { EMPTY_COMPARE, reduceCompare, savedCompare } from './compare-state';
import type { ComparePage } from './page';
import { createComparePage } from './page';

/** Wiring: messages and gestures become events, events a new state, the state the page and what is kept of it. */
let state: CompareState = EMPTY_COMPARE;
let page: ComparePage | undefined;

/** Where things move by a decision of ours, the eye is led; where the hand moves them, they follow it at once. */
const GLIDING = new Set<CompareEvent['type']>(['zoom', 'back', 'match', 'step', 'reveal']);

registerControls();
rememberFocus();
const engine = startEngine(document.body.dataset.engine ?? '');
const driver = createCompareDriver({ engine, dispatch });
const channel = openHostChannel<ToCompare, FromCompare>(isToCompare, receive);
const keeper = createKeeper(() => savedCompare(state));
channel.say({ type: 'ready' });

function receive(message: ToCompare): void {
  switch (message.type) {
    case 'load':
    case 'fail':
      speak(message.language);
      return dispatch(message);
    case 'show':
      speak(message.snapshot.language);
      return dispatch({ ...message, kept: kept(message.snapshot) });
    case 'view':
      return dispatch({ type: 'states', states: message.view });
  }
}

function dispatch(event: CompareEvent): void {
  state = reduceCompare(state, event);
  page ??= createComparePage({
    state: () => state,
    dispatch,
    chooseStates: (states) => {
      dispatch({ type: 'states', states });
      channel.say({ type: 'view', view: states });
    },
    changeSide: (side) => channel.say({ type: 'change-side', side }),
    openSource: (box) => void goToSource(box),
    openFunction: (frame) => {
      if (state.shown) void tell(openFunctionSource(channel, state.shown.chart.boxes.profile, frame));
    },
    retry: () => channel.say({ type: 'retry' }),
    copyText: (text) => void channel.ask('text/copy', { text }),
    save: (name, text) =>
      void tell(problemOf(channel.ask('export/save', { name, bytes: new TextEncoder().encode(text) }))),
  });
  page.update({ glide: GLIDING.has(event.type) });
  keeper.changed();
  driver.follow(state);
}

async function goToSource(box: StackIndex): Promise<void> {
  if (state.shown) await tell(openSource(channel, state.shown.chart.boxes, box));
}

/** Shows what did not work, if anything. */
async function tell(problem: Promise<string>): Promise<void> {
  const text = await problem;
  if (text !== '') page?.note(text);
}

/** What was kept belongs to one pair of sources. */
function kept({
  a,
  b,
}: {
  readonly a: Pick<SavedCompareSide, 'source'>;
  readonly b: Pick<SavedCompareSide, 'source'>;
}): SavedCompare | undefined {
  const saved = readState();
  const isSame =
    isSavedCompare(saved) && JSON.stringify([saved.a, saved.b]) === JSON.stringify([a.source, b.source]);
  return isSame ? saved : undefined;
}

interface SavedCompareSide {
  readonly source: SavedCompare['a'];
}
