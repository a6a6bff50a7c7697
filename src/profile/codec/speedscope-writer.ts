import { computeCallTree } from '../call-tree';
import type { Profile, WeightUnit } from '../tables';
import type { FrameIndex } from '../units';

/**
 * A file for speedscope.app (https://www.speedscope.app/file-format-schema.json): one sampled profile, its stacks in
 * the order of the stack table, over a shared list of frames. No thread states: the counts of all states are added up.
 *
 * @param states names of thread states to count
 */
export function writeSpeedscope(profile: Profile, states: readonly string[], title: string): string {
  const { self, sum } = computeCallTree(profile, states);
  const { samples, weights } = listSamples(profile, self);
  const unit = UNITS[profile.meta.weight?.unit ?? 'samples'];
  const frames = describeFrames(profile).map((frame) => JSON.stringify(frame));
  // By hand from here: the stacks of a large profile would be millions of small arrays.
  return [
    `{"$schema":"https://www.speedscope.app/file-format-schema.json","exporter":"burnline","name":${JSON.stringify(title)},`,
    `"activeProfileIndex":0,"shared":{"frames":[${frames.join(',')}]},`,
    `"profiles":[{"type":"sampled","name":${JSON.stringify(title)},"unit":"${unit}","startValue":0,"endValue":${sum},`,
    `"samples":[${samples.join(',')}],"weights":[${weights.join(',')}]}]}`,
  ].join('');
}

/** speedscope has no unit for what is merely counted. */
const UNITS: Readonly<Record<WeightUnit, string>> = {
  samples: 'none',
  nanoseconds: 'nanoseconds',
  bytes: 'bytes',
  objects: 'none',
};

/** A stack is the list of its frames, from the entry point down. */
function listSamples({ stacks }: Profile, self: Float64Array): { samples: string[]; weights: number[] } {
  /** The text of the path that is open at each depth. */
  const path: string[] = [];
  const samples: string[] = [];
  const weights: number[] = [];
  for (let row = 0; row < stacks.length; row++) {
    const depth = stacks.depth[row];
    path[depth] = depth === 0 ? `${stacks.frame[row]}` : `${path[depth - 1]},${stacks.frame[row]}`;
    if (self[row] === 0) continue;
    samples.push(`[${path[depth]}]`);
    weights.push(self[row]);
  }
  return { samples, weights };
}

/** Their frames have one line; ours is the first that was seen executing on any path. */
function describeFrames({ frames, stacks }: Profile): { name: string; file?: string; line?: number }[] {
  const lines = new Map<FrameIndex, number>();
  for (let row = 0; row < stacks.length; row++) {
    const line = stacks.firstLine[row];
    if (line === 0) continue;
    const frame = stacks.frame[row];
    lines.set(frame, Math.min(line, lines.get(frame) ?? line));
  }
  return frames.name.map((name, frame) => ({
    name,
    file: frames.file[frame] || undefined,
    line: lines.get(frame),
  }));
}
