import { weightOf } from '../../src/profile/weight';
import type { Profile, Weight } from '../../src/profile/tables';
import type { StateView } from '../../src/profile/thread-states';
import { statesOf } from '../../src/profile/thread-states';
import type { FlameSnapshot } from '../../src/protocol/flame';
import type { Arrangement, ShownGraph } from '../graph/graph-state';
import type { Picture, PictureSpec } from '../graph/picture';

/** A picture and what it is of: all that texts and colours are made from. */
export interface FlameModel {
  readonly snapshot: FlameSnapshot;
  readonly picture: Picture;
  readonly view: StateView;
  readonly weight: Weight;
}

/** Columns of a picture: what is looked at, and CPU whatever is looked at, because cost is a share of CPU. */
export const VIEW = 0;
export const CPU = 1;

export function pictureSpec(wanted: Arrangement, profile: Profile): PictureSpec {
  const { visualization, transforms, order, colour } = wanted;
  const { states } = profile.samples;
  return {
    visualization,
    transforms,
    order,
    columns: [statesOf(wanted.states, states), statesOf('cpu', states)],
    widths: 'first',
    byState: colour === 'state',
  };
}

export function createModel(snapshot: FlameSnapshot, { picture, arrangement }: ShownGraph): FlameModel {
  return { snapshot, picture, view: arrangement.states, weight: weightOf(snapshot.profile.meta) };
}
