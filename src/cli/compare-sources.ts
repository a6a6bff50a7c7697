import type { Comparison } from '../profile/compare';
import { compareSides, type Rigour } from '../profile/compare';
import { commonUnit, joinProfiles } from '../profile/compare-join';
import { scaleSides, type Normalization, type Scale } from '../profile/compare-normalization';
import { normaliseFrames } from '../profile/frame-names';
import type { Profile, ProfileMeta } from '../profile/tables';
import { foldWrappers } from '../profile/wrappers';
import type { readArguments } from './arguments';
import { oneOf, wholeNumber } from './arguments';
import { countStates } from './count-states';
import { Failure } from './failure';
import { withSource } from './source';

/** Two sources beside each other: what `diff` shows and `check` judges. */
export interface ComparedSources {
  readonly comparison: Comparison;
  readonly normalize: Normalize;
  /** Thread states that were counted, of either side. */
  readonly states: readonly string[];
  readonly a: NamedSide;
  readonly b: NamedSide;
}

export interface NamedSide {
  /** As it was given. */
  readonly source: string;
  readonly meta: ProfileMeta;
}

/** What `--normalize` takes. */
export type Normalize = 'share' | 'time' | 'host' | 'none';

const NORMALIZE: Readonly<Record<Normalize, Normalization>> = {
  share: 'share',
  time: 'per-second',
  host: 'per-host',
  none: 'samples',
};

/** Options of every command that compares. */
export const COMPARE_OPTIONS = {
  normalize: { type: 'string', default: 'share' },
  states: { type: 'string' },
  'min-samples': { type: 'string' },
} as const;

type CompareValues = ReturnType<typeof readArguments<typeof COMPARE_OPTIONS>>['values'];

export interface CompareRequest {
  /** The baseline. */
  readonly a: string;
  /** What is compared with it. */
  readonly b: string;
  readonly values: Pick<CompareValues, keyof typeof COMPARE_OPTIONS>;
  /** Whether frames that are there only because a profiler was are to be left out. */
  readonly isReadable: boolean;
  /** The level of the claims, for so many functions. */
  readonly levelFor?: (functions: number) => number;
}

/** @throws {Failure} */
export async function compareSources(request: CompareRequest): Promise<ComparedSources> {
  const { a, b, values, isReadable, levelFor } = request;
  const normalize = oneOf('--normalize', values.normalize, ['share', 'time', 'host', 'none'] as const);
  const minimum = values['min-samples'];
  const minimumSamples = minimum === undefined ? {} : { minimumSamples: readMinimum(minimum) };
  const [sideA, sideB] = [await readSide(a, values.states), await readSide(b, values.states)];
  const [metaA, metaB] = [sideA.profile.meta, sideB.profile.meta];
  if (commonUnit(metaA, metaB) === undefined) throw new Failure(unlike(request, metaA, metaB));
  const scale = scaleSides(NORMALIZE[normalize], metaA, metaB);
  if (scale.missing !== undefined) throw new Failure(missing(scale, normalize));
  const joined = joinProfiles(readable(sideA.profile), readable(sideB.profile));
  const states = [...new Set([...sideA.states, ...sideB.states])];
  const rigour: Rigour = { ...minimumSamples, ...(levelFor && { level: levelFor(joined.frames.length) }) };
  return {
    comparison: compareSides(joined, states, scale, rigour),
    normalize,
    states,
    a: { source: a, meta: metaA },
    b: { source: b, meta: metaB },
  };

  function readable(profile: Profile): Profile {
    return normaliseFrames(isReadable ? foldWrappers(profile) : profile);
  }
}

function readMinimum(text: string): number {
  return wholeNumber('--min-samples', text, Number.MAX_SAFE_INTEGER);
}

async function readSide(source: string, states: string | undefined) {
  const profile = await withSource(source, (read) => Promise.resolve(read.profile));
  return countStates(profile, states);
}

function unlike({ a, b }: CompareRequest, metaA: ProfileMeta, metaB: ProfileMeta): string {
  const [unitA, unitB] = [metaA, metaB].map(({ weight }) => weight?.unit ?? 'samples');
  return `${a} counts ${unitA} and ${b} counts ${unitB}, which cannot be compared; give two profiles of one kind.`;
}

function missing({ missing: what }: Scale, normalize: Normalize): string {
  const lacks = what === 'length' ? 'how long it took' : 'which machines it was on';
  return `--normalize ${normalize} needs profiles that say ${lacks}, and one of these does not; compare by share.`;
}
