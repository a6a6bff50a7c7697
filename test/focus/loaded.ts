import type { LoadedProfile } from '../../src/focus/loaded-profile';
import { recommend } from '../../src/insight/recommend';
import type { Profile } from '../../src/profile/tables';
import { profileOf } from '../fixtures/text-profile';

/** A drawn profile as the surfaces get it, with the recommendations that the service would give for it. */
export function loadedOf(drawing: string | Profile, over: Partial<LoadedProfile> = {}): LoadedProfile {
  const profile = typeof drawing === 'string' ? profileOf(drawing) : drawing;
  return {
    connectionId: 'local',
    connectionLabel: 'Embedded service',
    group: 'shop',
    asked: { latest: 3_600_000 },
    range: { start: 0, end: 3_600_000 },
    fetchedAt: 3_600_000,
    profile,
    cost: undefined,
    recommendations: recommend(profile),
    suppressions: [],
    threads: undefined,
    ...over,
  };
}
