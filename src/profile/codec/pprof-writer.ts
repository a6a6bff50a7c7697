import type { Profile, ProfileMeta, WeightUnit } from '../tables';
import type { FrameIndex, LineNumber, StackIndex } from '../units';
import { ProtobufWriter } from './protobuf-writer';

/**
 * A profile for `go tool pprof` and all that reads its format (google/pprof, proto/profile.proto; the numbers of its
 * fields are in {@link FIELD}). Not packed: files of it usually are, with gzip, which this folder does not have.
 *
 * A function is a name and a file, a location a function and a line of it, a sample its locations from the leaf up.
 * The thread state is the text label `state`, and a comment says that it is. Line ranges become their first line, scaled counts whole ones.
 *
 * @param states names of thread states to count
 */
export function writePprof(profile: Profile, states: readonly string[]): Uint8Array {
  const out = new ProtobufWriter();
  const strings = new Numbering<string>();
  strings.of(''); // The format wants the empty text first.
  const locations = new LocationNumbering();
  writeValueTypes(out, profile.meta, strings);
  out.number(FIELD.comment, strings.of(STATES_COMMENT));
  writeSamples(out, profile, states, strings, locations);
  writeLocations(out, profile, strings, locations);
  out.number(FIELD.timeNanos, BigInt(Math.round(profile.meta.start)) * 1_000_000n);
  out.number(FIELD.durationNanos, BigInt(Math.round(profile.meta.end - profile.meta.start)) * 1_000_000n);
  strings.values.forEach((text) => out.text(FIELD.stringTable, text));
  return out.finish();
}

/** Fields of `Profile`; those of the messages in it stand where they are written. */
const FIELD = {
  sampleType: 1,
  sample: 2,
  location: 4,
  function: 5,
  stringTable: 6,
  timeNanos: 9,
  durationNanos: 10,
  periodType: 11,
  period: 12,
  comment: 13,
} as const;

/** Programs label their samples as they like, `state` among others: only in files with this comment is it the thread's. */
export const STATES_COMMENT = 'burnline: the label state is the state of the thread';

/** What is counted and in which unit, in the words of Go's own profiles. */
const VALUE_TYPES: Readonly<Record<WeightUnit, readonly [type: string, unit: string]>> = {
  samples: ['samples', 'count'],
  nanoseconds: ['time', 'nanoseconds'],
  bytes: ['space', 'bytes'],
  objects: ['objects', 'count'],
};

function writeValueTypes(out: ProtobufWriter, { weight }: ProfileMeta, strings: Numbering<string>): void {
  const write = (field: number, unit: WeightUnit): void => {
    const [type, name] = VALUE_TYPES[unit];
    out.message(field, (valueType) => {
      valueType.number(1, strings.of(type));
      valueType.number(2, strings.of(name));
    });
  };
  write(FIELD.sampleType, weight?.unit ?? 'samples');
  if (weight === undefined) return;
  // The period is the distance between samples. Of counted samples that is a time, if anybody knows it.
  const isCounted = weight.unit === 'samples';
  const period = Math.round(isCounted ? weight.seconds * 1e9 : weight.perSample);
  if (period <= 0) return;
  write(FIELD.periodType, isCounted ? 'nanoseconds' : weight.unit);
  out.number(FIELD.period, period);
}

function writeSamples(
  out: ProtobufWriter,
  { stacks, samples }: Profile,
  states: readonly string[],
  strings: Numbering<string>,
  locations: LocationNumbering,
): void {
  const wanted = samples.states.map((state) => states.includes(state));
  const pathOf = (stack: StackIndex): number[] => {
    const path: number[] = [];
    for (let row = stack; row >= 0; row = stacks.prefix[row]) {
      path.push(locations.of(stacks.frame[row], stacks.firstLine[row]));
    }
    return path;
  };
  for (let i = 0; i < samples.length; i++) {
    const count = Math.round(samples.count[i]);
    if (!wanted[samples.state[i]] || count === 0) continue;
    if (count >= 2 ** 63) throw new RangeError(`pprof has no number as large as ${count}`);
    out.message(FIELD.sample, (sample) => {
      sample.numbers(1, pathOf(samples.stack[i]));
      sample.numbers(2, [count]);
      sample.message(3, (label) => {
        label.number(1, strings.of('state'));
        label.number(2, strings.of(samples.states[samples.state[i]]));
      });
    });
  }
}

/** Those that samples named. Functions have the number of their frame, from 1. */
function writeLocations(
  out: ProtobufWriter,
  { frames }: Profile,
  strings: Numbering<string>,
  { all }: LocationNumbering,
): void {
  all.forEach(({ frame, line: lineNumber }, index) => {
    out.message(FIELD.location, (location) => {
      location.number(1, index + 1);
      location.message(4, (line) => {
        line.number(1, frame + 1);
        line.number(2, lineNumber);
      });
    });
  });
  for (const frame of new Set(all.map((location) => location.frame))) {
    out.message(FIELD.function, (one) => {
      one.number(1, frame + 1);
      // No system name (3): where the two are equal, pprof takes names for C++ and cuts `app:<module>` to `app:`.
      one.number(2, strings.of(frames.name[frame]));
      one.number(4, strings.of(frames.file[frame]));
    });
  }
}

/** Numbers from 0, in the order in which values are first asked for. */
class Numbering<T> {
  private readonly numbers = new Map<T, number>();

  of(value: T): number {
    const known = this.numbers.get(value) ?? this.numbers.size;
    this.numbers.set(value, known);
    return known;
  }

  get values(): readonly T[] {
    return [...this.numbers.keys()];
  }
}

/** Numbers from 1, because 0 is none. */
class LocationNumbering {
  readonly all: { readonly frame: FrameIndex; readonly line: LineNumber }[] = [];
  private readonly numbers = new Map<number, number>();

  of(frame: FrameIndex, line: LineNumber): number {
    // Exact: a frame table has fewer than 2^22 rows, a line fewer than 31 bits.
    const key = frame * 0x80000000 + line;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.all.push({ frame, line }));
    return this.all.length;
  }
}
