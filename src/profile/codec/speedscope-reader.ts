import type { Weight } from '../tables';
import type { FrameIndex, StackIndex } from '../units';
import { CallPaths, type Decoded, type ReadOptions } from './call-paths';
import { numbersOf, rowOf } from './columns';
import { ProfileFormatError, Reader } from './reader';
import { samplesEvery, scaleOf, weightOf } from './weights';

/**
 * speedscope's own format (its `src/lib/file-format-spec.ts`, version 0.0.1): frames that all profiles share, and
 * profiles of two kinds.
 *
 *     sampled   samples [[0, 1], [0, 2]]  weights [5, 3]         frames from the entry point down
 *     evented   O 0 at 0, O 1 at 0, C 1 at 5, C 0 at 8           a frame opens, and closes again
 *
 * Each profile is a thread. Time in which no frame is open is time in which nothing ran, and is not counted.
 */
export function readSpeedscope(value: unknown, options: ReadOptions): Decoded {
  const root = new Reader(value);
  const paths = new CallPaths(options);
  const frames = readFrames(root.child('shared'), paths);
  const profiles = root.list('profiles');
  const scales = profiles.map((profile) => scaleOfProfile(profile));
  for (const [index, profile] of profiles.entries()) {
    const thread = paths.thread(profile.text('name', '') || String(index + 1));
    const into = { paths, frames, thread, factor: scales[index].factor };
    if (profile.text('type', 'sampled') === 'evented') readEvents(profile, into);
    else readSamples(profile, into);
  }
  const [type, version = ''] = root.text('exporter', '').split('@', 2);
  return paths.finish({ agent: { type, version }, weight: commonWeight(scales) });
}

interface Target {
  readonly paths: CallPaths;
  readonly frames: readonly { frame: FrameIndex; line: number }[];
  readonly thread: StackIndex;
  readonly factor: number;
}

function readFrames(shared: Reader, paths: CallPaths): Target['frames'] {
  return shared.list('frames').map((frame) => ({
    frame: paths.frame(frame.text('name', ''), frame.text('file', '')),
    line: frame.number('line', { min: -Infinity, otherwise: 0 }),
  }));
}

interface ProfileScale {
  readonly weight: Weight;
  readonly factor: number;
}

function scaleOfProfile(profile: Reader): ProfileScale {
  const scale = scaleOf(profile.text('unit', 'none'));
  if (scale !== undefined) return { factor: scale.factor, weight: weightOf(scale.unit, 0) };
  return { factor: 1, weight: samplesEvery(0) };
}

/** Profiles of one file may differ in their units, seconds here and milliseconds there, but bytes and time are no sum. */
function commonWeight(scales: readonly ProfileScale[]): Weight {
  const units = [...new Set(scales.map(({ weight }) => weight.unit))];
  if (units.length > 1) {
    throw new ProfileFormatError('profiles', `of one kind, not of ${units.join(' and ')}`);
  }
  return scales[0]?.weight ?? samplesEvery(0);
}

function readSamples(profile: Reader, { paths, frames, thread, factor }: Target): void {
  const samples = profile.values('samples');
  const weights = numbersOf(profile, 'weights');
  if (weights.length !== samples.length) {
    throw new ProfileFormatError(
      `${profile.where}.weights`,
      `as long as samples (${samples.length}), not ${weights.length}`,
    );
  }
  for (const [index, stack] of samples.entries()) {
    const where = (): string => `${profile.where}.samples[${index}]`;
    if (!Array.isArray(stack)) throw new ProfileFormatError(where(), 'a list of frames');
    let row = thread;
    for (const value of stack as readonly unknown[]) {
      const frame = rowOf(value, frames.length, where);
      if (frame < 0) throw new ProfileFormatError(where(), 'a list of frames');
      row = paths.call(row, frames[frame].frame, frames[frame].line);
    }
    if (stack.length > 0) paths.sample(row, weights[index] * factor);
  }
}

function readEvents(profile: Reader, { paths, frames, thread, factor }: Target): void {
  const open: { frame: number; row: StackIndex }[] = [];
  let now = profile.number('startValue', { ...ANY_TIME, otherwise: 0 });
  for (const event of profile.list('events')) {
    const at = event.number('at', { ...ANY_TIME, otherwise: now });
    if (at < now) throw new ProfileFormatError(`${event.where}.at`, `a time not before ${now}`);
    const top = open.at(-1);
    if (top !== undefined && at > now) paths.sample(top.row, (at - now) * factor);
    now = at;
    const frame = event.number('frame', { min: -1, otherwise: -1 });
    if (!(frame in frames)) {
      throw new ProfileFormatError(`${event.where}.frame`, `a row number below ${frames.length}`);
    }
    if (event.text('type', '') === 'O') {
      open.push({ frame, row: paths.call(top?.row ?? thread, frames[frame].frame, frames[frame].line) });
    } else if (open.pop()?.frame !== frame) {
      throw new ProfileFormatError(event.where, 'the end of the frame that began last');
    }
  }
  const end = profile.number('endValue', { ...ANY_TIME, otherwise: now });
  const top = open.at(-1);
  if (top !== undefined && end > now) paths.sample(top.row, (end - now) * factor);
}

/** Nanoseconds since 1970 are beyond 2^53; to a quarter of a microsecond they are right all the same. */
const ANY_TIME = { min: -1e30, max: 1e30 };
