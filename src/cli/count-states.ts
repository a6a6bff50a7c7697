import { sortStates, STATE_ORDER, type Profile } from '../profile/tables';
import { deriveStates, statesOf, type StateView } from '../profile/thread-states';
import { Failure } from './failure';

/** A profile and the names of its thread states to count. */
export interface Counted {
  readonly profile: Profile;
  readonly states: readonly string[];
}

/**
 * What `--states` asks for: every state as the agent reported it where it was not given; otherwise Python's WALL_TIME is
 * told apart, unless it is what was asked for.
 *
 * @throws {Failure} for a state that nothing can be in
 */
export function countStates(profile: Profile, states: string | undefined): Counted {
  if (states === undefined) return { profile, states: profile.samples.states };
  const view = parseView(states, profile);
  const isAsReported =
    typeof view !== 'string' && view.every((state) => profile.samples.states.includes(state));
  const told = isAsReported ? profile : deriveStates(profile);
  return { profile: told, states: statesOf(view, told.samples.states) };
}

function parseView(text: string, { samples }: Profile): StateView {
  if (text === 'cpu' || text === 'latency') return text;
  const known = sortStates([...samples.states, ...STATE_ORDER]);
  return text.split(',').map((part) => {
    const wanted = part.trim().toUpperCase();
    // Other tools spell states as they like.
    const state = known.find((one) => one.toUpperCase() === wanted);
    if (state !== undefined) return state;
    throw new Failure(
      `--states takes cpu, latency, or states out of ${known.join(', ')}, not ${JSON.stringify(wanted)}.`,
    );
  });
}
