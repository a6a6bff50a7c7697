import type { StackIndex } from '../../src/profile/units';
import type { FromFlame, SavedFlame, ToFlame } from '../../src/protocol/flame';
import { isSavedFlame, isToFlame } from '../../src/protocol/guards';
import { openSource } from '../chart/open-source';
import { openHostChannel } from '../shared/channel';
import { registerControls } from '../shared/kit';
import { createKeeper } from '../shared/keeper';
import { readState } from '../shared/vscode-api';
import { speak } from '../shared/words';
import './flame.css';
import type { FlameEvent, FlameState } from './flame-state';
import { flameSpecOf, reduceFlame } from './flame-state';
import type { FlamePage } from './page';
import { createFlamePage } from './page';

/** Wiring: messages and gestures become events, events a new state, the state the page and what is kept of it. */
let state: FlameState = { phase: 'loading', group: '', size: { width: 0, height: 0 } };
let page: FlamePage | undefined;

/** Where things move by a decision of ours, the eye is led; where the hand moves them, they follow it at once. */
const GLIDING = new Set<FlameEvent['type']>(['zoom', 'back', 'match', 'step']);

registerControls();
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
      return dispatch({ ...message, spec: keptSpec(message.snapshot.source) });
    case 'view':
      return dispatch(message);
    case 'spec':
      return;
  }
}

function dispatch(event: FlameEvent): void {
  state = reduceFlame(state, event);
  page ??= createFlamePage({
    state: () => state,
    dispatch,
    chooseView: (view) => {
      dispatch({ type: 'view', view });
      channel.say({ type: 'view', view });
    },
    openSource: (box) => void goToSource(box),
    retry: () => channel.say({ type: 'retry' }),
  });
  page.update({ glide: GLIDING.has(event.type) });
  keeper.changed();
}

async function goToSource(box: StackIndex): Promise<void> {
  if (state.phase !== 'shown') return;
  const problem = await openSource(channel, state.model.tree.profile, box);
  if (problem !== '') page?.note(problem);
}

function savedState(): SavedFlame | undefined {
  if (state.phase !== 'shown') return undefined;
  const { source, autoRefresh } = state.model.snapshot;
  return { source, spec: flameSpecOf(state), table: false, autoRefresh };
}

/** What was kept belongs to one source; another one begins at its own whole. */
function keptSpec(source: SavedFlame['source']): SavedFlame['spec'] | undefined {
  const saved = readState();
  return isSavedFlame(saved) && JSON.stringify(saved.source) === JSON.stringify(source)
    ? saved.spec
    : undefined;
}
