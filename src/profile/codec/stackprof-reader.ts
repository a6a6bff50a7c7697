import type { Weight } from '../tables';
import type { FrameIndex, LineNumber } from '../units';
import { CallPaths, type Decoded, type ReadOptions } from './call-paths';
import { ProfileFormatError, Reader } from './reader';
import { samplesEvery } from './weights';

/**
 * What stackprof (Ruby) writes as JSON, recorded with `raw: true`: only then are the stacks in it.
 *
 *     mode    wall, cpu: `interval` µs between samples; object: an allocation out of `interval`
 *     frames  { "7032": { "name", "file", "line" }, … }
 *     raw     [3, 7032, 7044, 7050, 12,  2, 7032, 7060, 1]     depth, frames from the entry point down, samples; and again
 */
export function readStackprof(value: unknown, options: ReadOptions): Decoded {
  const root = new Reader(value);
  if (!root.has('raw')) {
    throw new ProfileFormatError('raw', 'there; record with `raw: true` to have stacks in the file');
  }
  const paths = new CallPaths(options);
  const frames = readFrames(root.child('frames'), paths);
  readStacks(root.values('raw'), frames, paths);
  return paths.finish({ agent: { type: 'stackprof', version: '' }, weight: weightOf(root) });
}

interface Frame {
  readonly frame: FrameIndex;
  readonly line: LineNumber;
}

/** Frames go by their address, which as a key of JSON is text. */
function readFrames(frames: Reader, paths: CallPaths): Map<string, Frame> {
  const byAddress = new Map<string, Frame>();
  frames.eachField((address, frame) => {
    byAddress.set(address, {
      frame: paths.frame(frame.text('name', ''), frame.text('file', '')),
      line: frame.number('line', { min: -Infinity, otherwise: 0 }),
    });
  });
  return byAddress;
}

function readStacks(raw: readonly unknown[], frames: ReadonlyMap<string, Frame>, paths: CallPaths): void {
  for (let at = 0; at < raw.length;) {
    const depth = wholeNumber(raw, at);
    const end = at + 1 + depth;
    if (end >= raw.length) {
      throw new ProfileFormatError(`raw[${at}]`, 'a depth that leaves room for the samples');
    }
    let row = -1;
    for (at++; at < end; at++) {
      const frame = frames.get(String(raw[at]));
      if (frame === undefined) throw new ProfileFormatError(`raw[${at}]`, 'the address of a frame');
      row = paths.call(row, frame.frame, frame.line);
    }
    const count = wholeNumber(raw, at++);
    if (count > 0) paths.sample(row, count);
  }
}

function wholeNumber(raw: readonly unknown[], at: number): number {
  const value = raw[at];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new ProfileFormatError(`raw[${at}]`, 'a whole number from 0');
}

function weightOf(root: Reader): Weight {
  const interval = root.number('interval', { min: 0, otherwise: 0 });
  return root.text('mode', '') === 'object'
    ? { unit: 'objects', perSample: 0, seconds: 0 }
    : samplesEvery(interval / 1e6);
}
