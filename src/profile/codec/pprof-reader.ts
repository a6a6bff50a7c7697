import type { Weight } from '../tables';
import type { FrameIndex, LineNumber, StackIndex } from '../units';
import { CallPaths, type Decoded, type ReadOptions } from './call-paths';
import { STATES_COMMENT } from './pprof-writer';
import { ProtobufReader } from './protobuf';
import { ProfileFormatError } from './reader';
import { decodeUtf8 } from './utf8';
import { nanoseconds, samplesEvery, SampleWeight, scaleOf } from './weights';

/**
 * Reads a profile of pprof, unpacked: the message `Profile` of google/pprof's `proto/profile.proto`.
 *
 *     Profile   sample_type [cpu/nanoseconds], sample*, mapping*, location*, function*, string_table*, period
 *     Sample    location_id [leaf … entry point], value [one per sample type], label*
 *     Location  id, line [innermost inlined function … the function that it all was inlined into]
 *     Line      function_id, line
 *     Function  id, name, filename                       names are rows of string_table
 *
 * Taken is the sample type `cpu`, else the one that the file calls its default, else the last, as `go tool pprof` does.
 *
 * @throws {ProfileFormatError} naming the byte or the field
 */
export function readPprof(bytes: Uint8Array, options: ReadOptions): Decoded {
  const header = readHeader(bytes);
  const types = [...messages(bytes, 1)].map((type) => readType(type, header));
  const names = types.map(({ name }) => name);
  const taken = takenType(types, header, options);
  const paths = new CallPaths(options);
  const locations = readLocations(bytes, header, paths);
  const factor = scaleOf(types[taken].unit)?.factor ?? 1;
  const sampleWeight = new SampleWeight();
  const target: Target = { header, paths, locations, taken, factor, sampleWeight, inlined: new Map() };
  for (const sample of messages(bytes, 2)) readSample(sample, target);
  const weight = measureOf(types[taken], header, sampleWeight);
  return paths.finish({ ...timesOf(header), weight }, names, names[taken]);
}

/**
 * The messages in one field of a profile. The file is gone through once for each field (samples come before the functions
 * that they mean, and those before their names), so that only what is needed is ever held.
 */
function* messages(bytes: Uint8Array, field: number): Generator<ProtobufReader> {
  const root = new ProtobufReader(bytes);
  while (root.next()) {
    if (root.field === field) yield root.message();
  }
}

interface Header {
  readonly texts: readonly string[];
  readonly timeNanos: number;
  readonly durationNanos: number;
  readonly periodType: ProtobufReader | undefined;
  readonly period: number;
  readonly defaultType: number;
  /** Whether the label `state` is that of the thread, as our own writer has it. */
  readonly hasStates: boolean;
}

function readHeader(bytes: Uint8Array): Header {
  const texts: string[] = [];
  let [timeNanos, durationNanos, period, defaultType] = [0, 0, 0, 0];
  let periodType: ProtobufReader | undefined;
  const comments = new Set<number>();
  const root = new ProtobufReader(bytes);
  while (root.next()) {
    if (root.field === 6) texts.push(textOf(bytes, root.message(), texts.length));
    else if (root.field === 9) timeNanos = root.int();
    else if (root.field === 10) durationNanos = root.int();
    else if (root.field === 11) periodType = root.message();
    else if (root.field === 12) period = root.int();
    else if (root.field === 13) root.eachInt((comment) => comments.add(comment));
    else if (root.field === 14) defaultType = root.int();
  }
  const hasStates = [...comments].some((comment) => texts[comment] === STATES_COMMENT);
  return { texts, timeNanos, durationNanos, periodType, period, defaultType, hasStates };
}

/** More names than a profile can have paths; an empty one takes two bytes in the file and eight here. */
const MAX_TEXTS = 0xffffff;

function textOf(bytes: Uint8Array, { from, to }: ProtobufReader, index: number): string {
  if (index >= MAX_TEXTS) throw new ProfileFormatError('string_table', `of at most ${MAX_TEXTS} strings`);
  const text = decodeUtf8(bytes.subarray(from, to));
  if (text === undefined) throw new ProfileFormatError(`string_table[${index}]`, 'text in UTF-8');
  return text;
}

function lookUp({ texts }: Header, index: number): string {
  const text = texts[index];
  // An empty table is a table with '' in it to some writers.
  if (text === undefined && index !== 0) {
    throw new ProfileFormatError('a string', `one of the ${texts.length} in string_table, not ${index}`);
  }
  return text ?? '';
}

interface SampleType {
  readonly type: string;
  readonly unit: string;
  readonly name: string;
}

function readType(message: ProtobufReader, header: Header): SampleType {
  let [type, unit] = ['', ''];
  while (message.next()) {
    if (message.field === 1) type = lookUp(header, message.int());
    else if (message.field === 2) unit = lookUp(header, message.int());
  }
  return { type, unit, name: `${type}/${unit}` };
}

function takenType(types: readonly SampleType[], header: Header, { measurement }: ReadOptions): number {
  if (types.length === 0) throw new ProfileFormatError('sample_type', 'there');
  if (measurement !== undefined) {
    const asked = types.findIndex(({ name }) => name === measurement);
    if (asked >= 0) return asked;
    throw new ProfileFormatError(
      'the measurement',
      `one of ${types.map(({ name }) => name).join(', ')}, not ${JSON.stringify(measurement)}`,
    );
  }
  const named = (wanted: string): number => types.findIndex(({ type }) => wanted !== '' && type === wanted);
  const choices = [named('cpu'), named(lookUp(header, header.defaultType)), types.length - 1];
  return choices.find((index) => index >= 0) ?? 0;
}

/**
 * What the values are. A period is how far samples lie apart, in a unit of its own: `cpu/nanoseconds` 10,000,000 says
 * that each row of samples/count stands for that long, and that a sample weighs as much in cpu/nanoseconds. The period of
 * an allocation profile (`space/bytes` 524,288) is a mean distance, and the values are scaled up from it: no sample
 * weighs that much, so there it says nothing.
 */
function measureOf({ type, unit }: SampleType, header: Header, seen: SampleWeight): Weight {
  const period = periodOf(header);
  const scale = scaleOf(unit);
  if (scale?.unit === 'nanoseconds') return nanoseconds(seen.perSample(period));
  if (scale !== undefined) return { unit: scale.unit, perSample: 0, seconds: 0 };
  const isSamples = /sample|^cpu$|^wall$/.test(type);
  return isSamples ? samplesEvery(period / 1e9) : { unit: 'objects', perSample: 0, seconds: 0 };
}

/** In nanoseconds; 0 where it is none of time. */
function periodOf(header: Header): number {
  if (header.periodType === undefined) return 0;
  const scale = scaleOf(readType(header.periodType, header).unit);
  return scale?.unit === 'nanoseconds' ? Math.max(0, header.period * scale.factor) : 0;
}

/** Some writers put the end of the recording where its length belongs. */
function timesOf({ timeNanos, durationNanos }: Header) {
  const start = timeNanos > 0 ? Math.round(timeNanos / 1e6) : 0;
  const isLength = start > 0 && durationNanos > 0 && durationNanos < timeNanos / 2;
  return { start, end: isLength ? start + Math.round(durationNanos / 1e6) : start };
}

/** Frames of a location from the outermost function down to the innermost inlined one. */
type Location = readonly { readonly frame: FrameIndex; readonly line: LineNumber }[];

type Id = number | string;

function readLocations(bytes: Uint8Array, header: Header, paths: CallPaths): Map<Id, Location> {
  const mappings = new Map<Id, string>();
  for (const message of messages(bytes, 3)) mappings.set(...readMapping(message, header));
  const functions = new Map<Id, FrameIndex>();
  for (const message of messages(bytes, 5)) functions.set(...readFunction(message, header, paths));
  const locations = new Map<Id, Location>();
  const code = { mappings, functions, paths };
  for (const message of messages(bytes, 4)) locations.set(...readLocation(message, code));
  return locations;
}

function readMapping(message: ProtobufReader, header: Header): [Id, string] {
  let id: Id = 0;
  let file = '';
  while (message.next()) {
    if (message.field === 1) id = message.id();
    else if (message.field === 5) file = lookUp(header, message.int());
  }
  return [id, file];
}

function readFunction(message: ProtobufReader, header: Header, paths: CallPaths): [Id, FrameIndex] {
  let id: Id = 0;
  let [name, systemName, file] = ['', '', ''];
  while (message.next()) {
    if (message.field === 1) id = message.id();
    else if (message.field === 2) name = lookUp(header, message.int());
    else if (message.field === 3) systemName = lookUp(header, message.int());
    else if (message.field === 4) file = lookUp(header, message.int());
  }
  return [id, paths.frame(name === '' ? systemName : name, file)];
}

interface Code {
  readonly mappings: ReadonlyMap<Id, string>;
  readonly functions: ReadonlyMap<Id, FrameIndex>;
  readonly paths: CallPaths;
}

function readLocation(message: ProtobufReader, code: Code): [Id, Location] {
  let [id, mapping, address]: Id[] = [0, 0, 0];
  const lines: Location[number][] = [];
  while (message.next()) {
    if (message.field === 1) id = message.id();
    else if (message.field === 2) mapping = message.id();
    else if (message.field === 3) address = message.id();
    else if (message.field === 4) lines.push(readLine(message.message(), code));
  }
  if (lines.length > 0) return [id, lines.reverse()];
  const file = code.mappings.get(mapping) ?? '';
  return [id, [{ frame: code.paths.frame(nameOfCode(file, address), file), line: 0 }]];
}

/** Code without symbols goes by its library, as pprof prints it: its addresses are others in each process. */
function nameOfCode(file: string, address: Id): string {
  if (file !== '') return `[${file.replace(/^.*[\\/]/, '')}]`;
  return typeof address === 'number' ? `0x${address.toString(16)}` : '[unknown]';
}

function readLine(message: ProtobufReader, { functions }: Code): Location[number] {
  let id: Id = 0;
  let line = 0;
  while (message.next()) {
    if (message.field === 1) id = message.id();
    else if (message.field === 2) line = message.int();
  }
  const frame = functions.get(id);
  if (frame === undefined) throw new ProfileFormatError('function_id', `the id of a function, not ${id}`);
  return { frame, line };
}

interface Target {
  readonly header: Header;
  readonly paths: CallPaths;
  readonly locations: ReadonlyMap<Id, Location>;
  /** Row of the sample type, and what its values are multiplied by. */
  readonly taken: number;
  readonly factor: number;
  readonly sampleWeight: SampleWeight;
  /** Where a location of many functions leads to from each caller. */
  readonly inlined: Map<Location, Map<StackIndex, StackIndex>>;
}

function readSample(message: ProtobufReader, target: Target): void {
  const ids: Id[] = [];
  let value = 0;
  let values = 0;
  let labels: Labels = {};
  while (message.next()) {
    if (message.field === 1) {
      message.eachId((id) => ids.push(id));
    } else if (message.field === 2) {
      message.eachInt((one) => {
        if (values++ === target.taken) value = one;
      });
    } else if (message.field === 3) {
      labels = { ...labels, ...readLabel(message.message(), target.header) };
    }
  }
  if (value < 0) {
    throw new ProfileFormatError('value', 'a number from 0; a difference of two profiles has others');
  }
  if (value === 0) return;
  target.sampleWeight.add(value * target.factor);
  let row = labels.thread === undefined ? -1 : target.paths.thread(labels.thread);
  for (const id of ids.reverse()) row = enterLocation(id, row, target);
  target.paths.sample(row, value * target.factor, labels.state);
}

/** Remembered per caller, so that a location of a thousand inlined functions costs as much as any other. */
function enterLocation(id: Id, caller: StackIndex, { locations, paths, inlined }: Target): StackIndex {
  const location = locations.get(id);
  if (location === undefined) throw new ProfileFormatError('location_id', `the id of a location, not ${id}`);
  if (location.length === 1) return paths.call(caller, location[0].frame, location[0].line);
  let byCaller = inlined.get(location);
  if (byCaller === undefined) inlined.set(location, (byCaller = new Map<StackIndex, StackIndex>()));
  let row = byCaller.get(caller);
  if (row === undefined) {
    row = location.reduce((above, { frame, line }) => paths.call(above, frame, line), caller);
    byCaller.set(caller, row);
  }
  return row;
}

/** What labels say that a profile of ours has a place for. */
interface Labels {
  readonly thread?: string;
  readonly state?: string;
}

function readLabel(message: ProtobufReader, header: Header): Labels {
  let [key, text] = ['', ''];
  while (message.next()) {
    if (message.field === 1) key = lookUp(header, message.int());
    else if (message.field === 2) text = lookUp(header, message.int());
  }
  if (text === '') return {};
  if (key === 'state' && header.hasStates) return { state: text };
  return /^thread([ _]?name)?$/.test(key) ? { thread: text } : {};
}
