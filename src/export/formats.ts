import { encodeAgentProfile } from '../profile/codec/agent-profile';
import { writeCollapsed } from '../profile/codec/collapsed-writer';
import { writePprof } from '../profile/codec/pprof-writer';
import { writeSpeedscope } from '../profile/codec/speedscope-writer';
import { ProfileBuilder } from '../profile/builder';
import { computeCallTree } from '../profile/call-tree';
import type { Profile } from '../profile/tables';
import { weightOf } from '../profile/weight';
import { renderHtml } from './html';
import { renderSvg } from './svg';

export const EXPORT_FORMATS = ['agent-profile', 'collapsed', 'pprof', 'speedscope', 'svg', 'html'] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What the names of such files end in. pprof's tools want it packed, which is left to who writes the file. */
export const FILE_ENDINGS: Readonly<Record<ExportFormat, string>> = {
  'agent-profile': '.json',
  collapsed: '.collapsed.txt',
  pprof: '.pb.gz',
  speedscope: '.speedscope.json',
  svg: '.svg',
  html: '.html',
};

export interface ExportOptions {
  /** Thread states to count; all others are left out. */
  readonly states: readonly string[];
  /** What it is of, for people. */
  readonly title: string;
  readonly subtitle: string;
}

/** A sentence for people. */
export class NotExportable extends Error {
  override readonly name = 'NotExportable';
}

/**
 * A profile as the content of a file: what a panel saves, and what `burnline convert` writes.
 *
 * @throws {NotExportable} where the format has no way to say it
 * @throws {RangeError} where the text would be longer than a text can be
 */
export function exportProfile(
  profile: Profile,
  format: ExportFormat,
  { states, title, subtitle }: ExportOptions,
): string | Uint8Array {
  switch (format) {
    case 'agent-profile':
      return encodeAgentProfile(asThreadSamples(keepStates(profile, states)));
    case 'collapsed':
      return writeCollapsed(profile, states);
    case 'pprof':
      return writePprof(profile, states);
    case 'speedscope':
      return writeSpeedscope(profile, states, title);
    case 'svg': {
      const { total, sum } = computeCallTree(profile, states);
      return renderSvg({ profile, total, sum, title, subtitle });
    }
    case 'html':
      return renderHtml(profile, states, { title, subtitle });
  }
}

/** Only the samples in these states, and the call paths to them. */
function keepStates(profile: Profile, states: readonly string[]): Profile {
  const { samples } = profile;
  if (samples.states.every((state) => states.includes(state))) return profile;
  const builder = new ProfileBuilder();
  const rows = builder.addStacks(profile);
  for (let i = 0; i < samples.length; i++) {
    const state = samples.states[samples.state[i]];
    if (states.includes(state)) builder.sample(rows[samples.stack[i]], state, samples.count[i]);
  }
  return builder.finish(profile.meta);
}

/** Agents count thread samples. Time that was measured at known distances was that many samples; memory never was. */
function asThreadSamples(profile: Profile): Profile {
  const { samples, meta } = profile;
  const { unit, perSample, seconds } = weightOf(meta);
  if (unit === 'samples') return profile;
  if (unit !== 'nanoseconds' || perSample === 0) {
    const why = unit === 'nanoseconds' ? 'does not say how much time a sample is' : `counts ${unit}`;
    throw new NotExportable(
      `An agent profile counts thread samples, and this profile ${why}; choose pprof or speedscope.`,
    );
  }
  return {
    ...profile,
    samples: { ...samples, count: samples.count.map((count) => count / perSample) },
    meta: { ...meta, weight: { unit: 'samples', perSample: 1, seconds: perSample * seconds } },
  };
}
