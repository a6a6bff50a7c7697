import { Disposables } from '../base/disposables';
import type { Disposable } from '../base/disposables';
import { Emitter } from '../base/events';
import type { Event } from '../base/events';
import { functionTotalsOf } from '../focus/figures';
import type { Focus } from '../focus/focus';
import type { CodeFilter } from '../insight/my-code';
import type { Profile } from '../profile/tables';
import { computeCoverage } from '../source/coverage';
import type { Coverage } from '../source/coverage';
import type { Locator } from '../source/location';

/** How much of the profile in focus stands in the workspace: computed when somebody asks, and kept until that changes. */
export interface CoverageSource extends Disposable {
  /** Another profile, other rules, other code: what is known is known no more. */
  readonly onDidChange: Event<void>;
  /** undefined until {@link compute} has ended for what is in focus now. */
  readonly known: Coverage | undefined;
  /** undefined where no profile is in focus, or another one came meanwhile. */
  compute(): Promise<Coverage | undefined>;
}

export interface CoverageServices {
  readonly focus: Pick<Focus, 'current' | 'onDidChange'>;
  readonly locator: Pick<Locator, 'locate'>;
  readonly roots: () => readonly string[];
  readonly codeFilter: () => CodeFilter;
  /** Whatever else an answer depends on. */
  readonly onDidChangeSource: readonly Event<void>[];
}

/** Below it nobody looks for a function: thousands of them make up less than a lens is shown for. */
const MINIMUM_SHARE = 0.0005;

export function createCoverageSource(services: CoverageServices): CoverageSource {
  const { focus } = services;
  const owned = new Disposables();
  const changed = owned.add(new Emitter<void>());
  let running: AbortController | undefined;
  let known: { readonly profile: Profile; readonly coverage: Coverage } | undefined;
  const forget = (): void => {
    running?.abort();
    running = undefined;
    known = undefined;
    changed.fire();
  };
  for (const event of [focus.onDidChange, ...services.onDidChangeSource]) owned.add(event(() => forget()));
  const current = (): Coverage | undefined =>
    known !== undefined && known.profile === focus.current?.profile ? known.coverage : undefined;
  return {
    onDidChange: changed.event,
    get known() {
      return current();
    },
    async compute() {
      const profile = focus.current?.profile;
      if (profile === undefined) return undefined;
      const before = current();
      if (before !== undefined) return before;
      running?.abort();
      running = new AbortController();
      const { signal } = running;
      const coverage = await computeUnlessAborted(profile, services, signal);
      if (coverage === undefined || signal.aborted) return undefined;
      known = { profile, coverage };
      changed.fire();
      return coverage;
    },
    dispose: () => {
      running?.abort();
      owned.dispose();
    },
  };
}

async function computeUnlessAborted(
  profile: Profile,
  { locator, roots, codeFilter }: CoverageServices,
  signal: AbortSignal,
): Promise<Coverage | undefined> {
  try {
    return await computeCoverage(functionTotalsOf(profile, 'cpu'), {
      locate: (ref) => locator.locate(ref, roots()),
      isOwn: codeFilter(),
      minimumShare: MINIMUM_SHARE,
      signal,
    });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}
