import { isRecord } from '../base/is-record';
import type {
  FleetMember,
  FrameTable,
  Profile,
  ProfileMeta,
  SampleTable,
  StackTable,
  Weight,
} from '../profile/tables';
import { WEIGHT_UNITS } from '../profile/tables';

/**
 * Whether a value is a profile whose tables hold together. Everything behind this border indexes them without asking,
 * so an index out of range would not be an error there but a wrong figure, or a loop without an end. One pass over
 * each column: a million stacks cost a few milliseconds.
 */
export function isProfile(value: unknown): value is Profile {
  if (!isRecord(value)) return false;
  const { frames, stacks, samples, meta } = value;
  return (
    isFrames(frames) && isStacks(stacks, frames.length) && isSamples(samples, stacks.length) && isMeta(meta)
  );
}

function isFrames(value: unknown): value is FrameTable {
  if (!isRecord(value)) return false;
  const { name, file, raw, length } = value;
  return isTexts(name, length) && isTexts(file, length) && (raw === undefined || isTexts(raw, length));
}

function isStacks(value: unknown, frameCount: number): value is StackTable {
  if (!isRecord(value) || !isCount(value.length)) return false;
  const { frame, prefix, subtreeEnd, depth, firstLine, lastLine, length } = value;
  if (![frame, prefix, subtreeEnd, depth, firstLine, lastLine].every((column) => isInt32(column, length))) {
    return false;
  }
  return isPreorder(value as unknown as StackTable, frameCount);
}

/**
 * Preorder means: a row's caller is the innermost subtree that is still open where the row stands. Checked with the
 * chain of open callers that the prefixes themselves form, so without a stack of our own.
 */
function isPreorder({ frame, prefix, subtreeEnd, depth, length }: StackTable, frameCount: number): boolean {
  let open = -1;
  for (let row = 0; row < length; row++) {
    while (open >= 0 && subtreeEnd[open] <= row) open = prefix[open];
    const end = open < 0 ? length : subtreeEnd[open];
    const belongs = prefix[row] === open && depth[row] === (open < 0 ? 0 : depth[open] + 1);
    const nests = subtreeEnd[row] > row && subtreeEnd[row] <= end;
    if (!belongs || !nests || frame[row] < 0 || frame[row] >= frameCount) return false;
    open = row;
  }
  return true;
}

function isSamples(value: unknown, stackCount: number): value is SampleTable {
  if (!isRecord(value) || !isCount(value.length)) return false;
  const { stack, state, count, states, length } = value;
  if (!isInt32(stack, length) || !(state instanceof Uint8Array) || state.length !== length) return false;
  if (!(count instanceof Float64Array) || count.length !== length) return false;
  if (!Array.isArray(states) || !isTexts(states, states.length)) return false;
  return (
    stack.every((row) => row >= 0 && row < stackCount) &&
    state.every((index) => index < states.length) &&
    count.every((samples) => samples >= 0 && samples < Infinity)
  );
}

function isMeta(value: unknown): value is ProfileMeta {
  if (!isRecord(value) || !isRecord(value.agent) || !Array.isArray(value.fleet)) return false;
  const { start, end, profileCount, agent, runtimeVersion, fleet, weight } = value;
  const isAgent = typeof agent.type === 'string' && typeof agent.version === 'string';
  const isTimed = Number.isFinite(start) && Number.isFinite(end) && isCount(profileCount);
  const isWeighed = weight === undefined || isWeight(weight);
  return isAgent && isTimed && isWeighed && typeof runtimeVersion === 'string' && fleet.every(isMember);
}

function isWeight(value: unknown): value is Weight {
  if (!isRecord(value)) return false;
  const { unit, perSample, seconds } = value;
  return (
    WEIGHT_UNITS.some((known) => known === unit) && Number.isFinite(perSample) && Number.isFinite(seconds)
  );
}

function isMember(value: unknown): value is FleetMember {
  if (!isRecord(value)) return false;
  const { id, computeType, hostType, vCpus, memoryMb, seenMs, samples } = value;
  return (
    [id, computeType, hostType].every((text) => typeof text === 'string') &&
    [vCpus, memoryMb, seenMs, samples].every((number) => Number.isFinite(number))
  );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isInt32(value: unknown, length: number): value is Int32Array {
  return value instanceof Int32Array && value.length === length;
}

function isTexts(value: unknown, length: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length === length && value.every((text) => typeof text === 'string');
}
