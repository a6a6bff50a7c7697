import type { StackIndex } from '../../src/profile/units';
import type { FromCompare, SavedCompare, ToCompare } from '../../src/protocol/compare';
import { isSavedCompare, isToCompare } from '../../src/protocol/guards';
import { PLAIN_VIEW } from '../../src/protocol/view-spec';
import { openSource } from '../chart/open-source';
import { openHostChannel } from '../shared/channel';
import { createKeeper } from '../shared/keeper';
import { registerControls } from '../shared/kit';
import { readState } from '../shared/vscode-api';
import { speak } from '../shared/words';
import './compare.css';
import type { CompareEvent, CompareState } from './compare-state';
import { reduceCompare } from './compare-state';
import type { ComparePage } from './page';
import { createComparePage } from './page';

/** Wiring: messages and gestures become events, events a new state, the state the page and what is kept of it. */
let state: CompareState = { phase: 'loading', size: { width: 0, height: 0 } };
let page: ComparePage | undefined;

/** Where things move by a decision of ours, the eye is led; where the hand moves them, they follow it at once. */
const GLIDING = new Set<CompareEvent['type']>(['zoom', 'back', 'match', 'step', 'reveal']);

registerControls();
const channel = openHostChannel<ToCompare, FromCompare>(isToCompare, receive);
const keeper = createKeeper(savedState);
channel.say({ type: 'ready' });

function receive(message: ToCompare): void {
  switch (message.type) {
    case 'load':
    case 'fail':
      speak(message.language);
      return dispatch(message);
    case 'show': {
      speak(message.snapshot.language);
      const saved = readState();
      return dispatch({ ...message, kept: isSavedCompare(saved) ? saved : undefined });
    }
    case 'view':
      return dispatch(message);
  }
}

function dispatch(event: CompareEvent): void {
  state = reduceCompare(state, event);
  page ??= createComparePage({
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
  const problem = await openSource(channel, state.model.boxes, box);
  if (problem !== '') page?.note(problem);
}

function savedState(): SavedCompare | undefined {
  if (state.phase !== 'shown') return undefined;
  const { model, sort, colours } = state;
  const { snapshot, view, swapped } = model;
  const spec = { ...PLAIN_VIEW, states: view };
  const sides = { a: snapshot.a.source, b: snapshot.b.source };
  return { ...sides, spec, normalization: 'share', swapped, sort, colours };
}
