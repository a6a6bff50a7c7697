import { commonUnit } from './compare-join';
import type { ProfileMeta } from './tables';

/** What figures of a comparison are: the one decision that says what "slower" means. */
export const NORMALIZATIONS = ['share', 'per-second', 'per-host', 'samples'] as const;

/**
 * - `share`: of the sum of the function's own side. Runs of any length and load compare; what one function gives up
 *   the others take, so that an improvement makes everything else look larger.
 * - `per-second`: samples per second of the side's range. Shows growth of the whole, and follows the load.
 * - `per-host`: samples per hour of each machine that reported (of each vCPU, where all are known). Shows growth of
 *   the whole when one side ran on more machines.
 * - `samples`: as they were counted. For two runs of equal length on equal machines.
 */
export type Normalization = (typeof NORMALIZATIONS)[number];

export function isNormalization(value: unknown): value is Normalization {
  return NORMALIZATIONS.some((known) => known === value);
}

/** Of what the figures are numbers. */
export type FigureUnit = 'share' | 'per second' | 'per host-hour' | 'per vCPU-hour' | 'count';

/** Why two profiles cannot be compared in a way: their length or their machines are not known. */
export type MissingExposure = 'length' | 'fleet';

/** How counts of two sides become figures that may be subtracted. */
export interface Scale {
  readonly normalization: Normalization;
  readonly unit: FigureUnit;
  /** What the counts of a side are divided by; undefined: by the sum of the side, which depends on the view. */
  readonly exposureA: number | undefined;
  readonly exposureB: number | undefined;
  /** Samples in one unit of a side's counts; 0 where nobody knows, and then nothing can be claimed. */
  readonly samplesPerUnitA: number;
  readonly samplesPerUnitB: number;
  /** Set where the profiles lack what this way needs; their exposures are 0 then, and no figure is one. */
  readonly missing: MissingExposure | undefined;
}

/** @param a of each side before they were joined */
export function scaleSides(normalization: Normalization, a: ProfileMeta, b: ProfileMeta): Scale {
  const { unit, exposures } = exposuresOf(normalization, a, b);
  const perUnit = commonUnit(a, b) === 'thread samples' ? () => 1 : samplesPerUnit;
  const whatIsMissing = normalization === 'per-second' ? 'length' : 'fleet';
  const isMissing = exposures.some((exposure) => exposure === 0);
  return {
    normalization,
    unit,
    exposureA: exposures[0],
    exposureB: exposures[1],
    samplesPerUnitA: perUnit(a),
    samplesPerUnitB: perUnit(b),
    missing: isMissing ? whatIsMissing : undefined,
  };
}

function exposuresOf(
  normalization: Normalization,
  a: ProfileMeta,
  b: ProfileMeta,
): { readonly unit: FigureUnit; readonly exposures: readonly (number | undefined)[] } {
  const sides = [a, b];
  switch (normalization) {
    case 'share':
      return { unit: 'share', exposures: [undefined, undefined] };
    case 'samples':
      return { unit: 'count', exposures: [1, 1] };
    case 'per-second':
      return {
        unit: 'per second',
        exposures: sides.map(({ start, end }) => Math.max(0, end - start) / 1000),
      };
    case 'per-host': {
      // All or none: an hour of a machine and one of a processor cannot stand in the same column.
      const byCpu = sides.every(({ fleet }) => fleet.every(({ vCpus }) => vCpus > 0));
      const hours = sides.map(({ fleet }) =>
        fleet.reduce((sum, { seenMs, vCpus }) => sum + (seenMs / 3_600_000) * (byCpu ? vCpus : 1), 0),
      );
      return { unit: byCpu ? 'per vCPU-hour' : 'per host-hour', exposures: hours };
    }
  }
}

function samplesPerUnit({ weight }: ProfileMeta): number {
  if (weight === undefined) return 1;
  return weight.perSample > 0 ? 1 / weight.perSample : 0;
}
