import type { FlameSnapshot } from '../../src/protocol/flame';
import { profileOf } from '../fixtures/text-profile';

export function snapshotOf(text: string): FlameSnapshot {
  const profile = profileOf(text);
  return {
    source: { connectionId: 'local', group: 'shop', range: { latest: 3_600_000 } },
    label: 'shop',
    connectionLabel: 'Embedded service',
    start: 0,
    end: 3_600_000,
    fetchedAt: 3_600_000,
    profile,
    view: 'cpu',
    cost: undefined,
    mine: Uint8Array.from(profile.frames.file, (file) => (file.startsWith('/srv/') ? 1 : 0)),
    myCode: [],
    minimumSamples: 20,
    isLive: false,
    autoRefresh: false,
    whyNoViews: '',
    language: { locale: 'en-US', bundle: {} },
  };
}
