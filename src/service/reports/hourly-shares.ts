import { deflateSync, inflateSync } from 'node:zlib';
import type { Hour } from '../../insight/anomaly';
import type { FrameShares } from '../../insight/frame-shares';
import { computeFrameShares } from '../../insight/frame-shares';
import type { Profile } from '../../profile/tables';
import type { EpochMs } from '../../profile/units';
import { STATES_OF_VIEW } from '../findings-wire';
import type { NewAnomaly } from '../store/anomalies';

/**
 * How much of an hour each function took, kept beside the report of the hour: looking back on two weeks then means to
 * read three hundred lists of a few kilobytes, and not as many profiles.
 */
export type HourlyShares = Readonly<Record<NewAnomaly['view'], FrameShares>>;

/** An anomaly is a rise by five points at least: what is not listed is as good as nothing. A hostile profile is cut. */
const KEPT = { atLeast: 0.01, limit: 500 };

/** Longer names are no functions that somebody wrote. */
const LONGEST_NAME = 1000;

/** @param profile of an hour, as people read it */
export function hourlyShares(profile: Profile): HourlyShares {
  const sharesOf = (view: NewAnomaly['view']): FrameShares => {
    const { samples, shares } = computeFrameShares(profile, STATES_OF_VIEW[view], KEPT);
    return { samples, shares: new Map([...shares].filter(([name]) => name.length <= LONGEST_NAME)) };
  };
  return { cpu: sharesOf('cpu'), latency: sharesOf('latency') };
}

interface Written {
  readonly samples: number;
  readonly shares: readonly (readonly [name: string, share: number])[];
}

export function packShares({ cpu, latency }: HourlyShares): Uint8Array {
  const written = ({ samples, shares }: FrameShares): Written => ({ samples, shares: [...shares] });
  return deflateSync(JSON.stringify({ cpu: written(cpu), latency: written(latency) }), { level: 1 });
}

/** One view of an hour that was packed. */
export function unpackShares(view: NewAnomaly['view'], start: EpochMs, packed: Uint8Array): Hour {
  const { samples, shares } = (
    JSON.parse(inflateSync(packed).toString('utf8')) as Record<NewAnomaly['view'], Written>
  )[view];
  return { start, samples, shares: new Map(shares) };
}
