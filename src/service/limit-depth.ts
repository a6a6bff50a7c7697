import { ProfileBuilder } from '../profile/builder';
import type { Profile } from '../profile/tables';

/**
 * A profile with no stack deeper than `maxDepth` frames. Samples of what is cut off count for the frame where the cut
 * is, so totals stay what they were.
 */
export function limitDepth(profile: Profile, maxDepth: number): Profile {
  const { frames, stacks, samples, meta } = profile;
  const builder = new ProfileBuilder();
  const rows = new Int32Array(stacks.length);
  for (let i = 0; i < stacks.length; i++) {
    const prefix = stacks.prefix[i] < 0 ? -1 : rows[stacks.prefix[i]];
    if (stacks.depth[i] >= maxDepth) {
      rows[i] = prefix;
      continue;
    }
    const frame = builder.frame(frames.name[stacks.frame[i]], frames.file[stacks.frame[i]]);
    rows[i] = builder.stack(prefix, frame, stacks.firstLine[i], stacks.lastLine[i]);
  }
  for (let i = 0; i < samples.length; i++) {
    builder.sample(rows[samples.stack[i]], samples.states[samples.state[i]], samples.count[i]);
  }
  return builder.finish(meta);
}
