import { errorMessage } from '../../src/base/error-message';
import { scaleSides } from '../../src/profile/compare-normalization';
import { MINIMUM_SAMPLES } from '../../src/profile/significance';
import type { StackIndex } from '../../src/profile/units';
import type { FromCompare, SavedCompare, ToCompare } from '../../src/protocol/compare';
import { isSavedCompare, isToCompare } from '../../src/protocol/guards';
import { openFunctionSource, openSource } from '../chart/open-source';
import { createDriver } from '../graph/driver';
import { startEngine } from '../graph/engine-client';
import { openHostChannel } from '../shared/channel';
import { createKeeper } from '../shared/keeper';
import { registerControls } from '../shared/kit';
import { problemOf } from '../shared/problem-of';
import { readState } from '../shared/vscode-api';
import { speak } from '../shared/words';
import './compare.css';
import type { CompareEvent, CompareState, VerdictKey } from './compare-state';
import { EMPTY_COMPARE, isRefused, reduceCompare, savedCompare, wantedSides } from './compare-state';
import type { Sides } from './model';
import { comparePicture } from './model';
import type { ComparePage } from './page';
import { createComparePage } from './page';

/** Wiring: messages and gestures become events, events a new state, the state the page and what is kept of it. */
let state: CompareState = EMPTY_COMPARE;
let page: ComparePage | undefined;

/** Where things move by a decision of ours, the eye is led; where the hand moves them, they follow it at once. */
const GLIDING = new Set<CompareEvent['type']>(['zoom', 'back', 'match', 'step', 'reveal']);

registerControls();
const engine = startEngine(document.body.dataset.engine ?? '');
const driver = createDriver({ engine, specOf: comparePicture, dispatch });
const channel = openHostChannel<ToCompare, FromCompare>(isToCompare, receive);
const keeper = createKeeper(() => savedCompare(state));
/** What the engine was last asked for: asked once each. */
let joining: Sides | undefined;
let judging: VerdictKey | undefined;
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
  join();
  judge();
  driver.follow(state.graph, state.joined?.profile);
}

/** Both sides on one set of tables, whenever one of them is another. */
function join(): void {
  const sides = wantedSides(state);
  if (!sides || (joining?.a === sides.a && joining.b === sides.b)) return;
  joining = sides;
  if (isRefused(state)) return;
  engine.join(sides.a.profile, sides.b.profile).then(
    (profile) => {
      if (joining === sides) dispatch({ type: 'joined', joined: { of: sides, profile } });
    },
    (error: unknown) => {
      if (joining === sides) dispatch({ type: 'problem', message: errorMessage(error) });
    },
  );
}

/** The verdict on what is joined, whenever that, the states or the measure are others. */
function judge(): void {
  const { joined, normalization, graph, snapshot } = state;
  const { states } = graph.wanted;
  if (!joined || !snapshot) return;
  const key: VerdictKey = { joined, states, normalization };
  if (judging?.joined === joined && judging.states === states && judging.normalization === normalization) {
    return;
  }
  judging = key;
  driver.load(joined.profile);
  const scale = scaleSides(normalization, joined.of.a.profile.meta, joined.of.b.profile.meta);
  const minimumSamples = Math.max(MINIMUM_SAMPLES, snapshot.minimumSamples);
  engine.compare(states, scale, { minimumSamples }).then(
    (verdict) => {
      if (judging === key) dispatch({ type: 'judged', judged: { key, verdict } });
    },
    (error: unknown) => dispatch({ type: 'problem', message: errorMessage(error) }),
  );
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
