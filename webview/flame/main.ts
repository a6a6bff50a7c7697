import type { StackIndex } from '../../src/profile/units';
import type { FromFlame, SavedFlame, ToFlame } from '../../src/protocol/flame';
import { isSavedFlame, isToFlame } from '../../src/protocol/guards';
import { openFunctionSource, openSource } from '../chart/open-source';
import { createDriver } from '../graph/driver';
import { startEngine } from '../graph/engine-client';
import { specOf } from '../graph/graph-state';
import { openHostChannel } from '../shared/channel';
import { createKeeper } from '../shared/keeper';
import { registerControls } from '../shared/kit';
import { readState } from '../shared/vscode-api';
import { speak } from '../shared/words';
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

registerControls();
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
    neighbours: (frame) => engine.neighbours(frame, NEIGHBOURS),
    copyText: (text) => void channel.ask('text/copy', { text }),
    hostItems: () => [],
  });
  page.update({ glide: GLIDING.has(event.type) });
  keeper.changed();
  driver.follow(state.graph, state.snapshot?.profile);
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
