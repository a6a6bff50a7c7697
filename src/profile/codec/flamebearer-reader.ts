import type { Weight } from '../tables';
import type { FrameIndex, StackIndex } from '../units';
import { CallPaths, type Decoded, type ReadOptions } from './call-paths';
import { rowOf, textsOf } from './columns';
import { ProfileFormatError, Reader } from './reader';
import { nanoseconds, samplesEvery, SampleWeight, scaleOf } from './weights';

/**
 * What Pyroscope draws flame graphs from: a list of numbers for each level, four for a frame, from left to right.
 *
 *     names    ["total", "main", "load"]
 *     levels   [[0, 8, 0, 0], [0, 5, 2, 1,  1, 2, 2, 1]]     gap to the left, total, self, row of names; and again
 *
 * The caller of a frame is what lies above its left end. Two shapes are about: files that Pyroscope exports
 * (`flamebearer` beside `metadata`), and answers of its query API (`flamegraph`, levels in `values`, numbers as text).
 * The root `total` is what the page needs to draw, not what ran, and is left out.
 */
export function readFlamebearer(value: unknown, options: ReadOptions): Decoded {
  const root = new Reader(value);
  const metadata = root.child('metadata', { optional: true });
  if (metadata.text('format', 'single') === 'double') {
    throw new ProfileFormatError(
      'metadata.format',
      'single; open the two profiles that it compares, and compare them',
    );
  }
  const graph = root.child(root.has('flamebearer') ? 'flamebearer' : 'flamegraph');
  const paths = new CallPaths(options);
  const frames = textsOf(graph, 'names').map((name) => paths.frame(name, ''));
  const seen = new SampleWeight();
  readLevels(graph, frames, paths, seen);
  const agent = { type: metadata.text('spyName', ''), version: '' };
  return paths.finish({ agent, weight: weightOf(metadata, seen) });
}

/** A frame of the level above: where it ends, and its path. */
interface Above {
  readonly start: number;
  readonly end: number;
  readonly row: StackIndex;
}

function readLevels(
  graph: Reader,
  frames: readonly FrameIndex[],
  paths: CallPaths,
  seen: SampleWeight,
): void {
  let above: readonly Above[] = [];
  const levels = graph.values('levels');
  for (const [depth, level] of levels.entries()) {
    const where = `levels[${depth}]`;
    const numbers = numbersOfLevel(level, where);
    const row: Above[] = [];
    let x = 0;
    let caller = 0;
    // What `total` stands above is all there is.
    const isRoot = depth === 0 && numbers.length === 4;
    for (let at = 0; at < numbers.length; at += 4) {
      const start = x + numbers[at];
      const end = start + numbers[at + 1];
      x = end;
      if (end === start) continue;
      while (caller < above.length && above[caller].end <= start) caller++;
      const isBelow =
        depth === 0 || (caller < above.length && end <= above[caller].end && start >= above[caller].start);
      if (!isBelow) throw new ProfileFormatError(`${where}[${at}]`, 'below one frame of the level above');
      const frame = frames[rowOf(numbers[at + 3], frames.length, () => `${where}[${at + 3}]`)];
      const path = isRoot ? -1 : paths.call(depth === 0 ? -1 : above[caller].row, frame);
      row.push({ start, end, row: path });
      const self = numbers[at + 2];
      if (self === 0) continue;
      seen.add(self);
      paths.sample(path, self);
    }
    above = row;
  }
}

function numbersOfLevel(level: unknown, where: string): readonly number[] {
  const list: unknown = Array.isArray(level) ? level : new Reader({ level }).child('level').values('values');
  const numbers = (list as readonly unknown[]).map(Number);
  const wrong = numbers.findIndex((number) => !(number >= 0 && number <= Number.MAX_SAFE_INTEGER));
  if (wrong >= 0) throw new ProfileFormatError(`${where}[${wrong}]`, 'a number from 0 to 2^53');
  if (numbers.length % 4 !== 0) {
    throw new ProfileFormatError(where, `four numbers a frame, not ${numbers.length} in all`);
  }
  return numbers;
}

/**
 * `units` is samples (at `sampleRate` a second), bytes, objects, or `…_nanoseconds`. Answers of the API do not say: their
 * numbers are nanoseconds where all have a period of samples in common, as those of its processor profiles do.
 */
function weightOf(metadata: Reader, seen: SampleWeight): Weight {
  if (!metadata.has('units') && seen.perSample(0) > 0) return nanoseconds(seen.perSample(0));
  const units = metadata.text('units', 'samples').replace(/^.*_/, '');
  const scale = scaleOf(units);
  if (scale?.unit === 'nanoseconds') return nanoseconds(seen.perSample(0));
  if (scale !== undefined || units === 'objects') {
    return { unit: scale?.unit ?? 'objects', perSample: 0, seconds: 0 };
  }
  return samplesEvery(1 / metadata.number('sampleRate', { min: 0, otherwise: 0 }));
}
