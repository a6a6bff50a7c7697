import { Disposables } from '../base/disposables';
import type { Disposable } from '../base/disposables';
import { Emitter } from '../base/events';
import type { Event } from '../base/events';
import { functionTotalsOf } from '../focus/figures';
import type { Focus } from '../focus/focus';
import { Latest } from '../focus/latest';
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
  /** Of what is in focus by the time that it has ended; undefined where no profile is. Once for all who ask. */
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
  const latest = owned.add(new Latest());
  let known: { readonly profile: Profile; readonly coverage: Coverage } | undefined;
  let isDisposed = false;
  const forget = (): void => {
    latest.forget();
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
      for (;;) {
        const profile = focus.current?.profile;
        const there = current();
        if (profile === undefined || isDisposed || there !== undefined) return there;
        await latest.for([profile], async (signal) => {
          const coverage = await coverageOf(profile, services, signal);
          signal.throwIfAborted();
          known = { profile, coverage };
          changed.fire();
        });
      }
    },
    dispose: () => {
      isDisposed = true;
      owned.dispose();
    },
  };
}

function coverageOf(
  profile: Profile,
  { locator, roots, codeFilter }: CoverageServices,
  signal: AbortSignal,
): Promise<Coverage> {
  return computeCoverage(functionTotalsOf(profile, 'cpu'), {
    locate: (ref) => locator.locate(ref, roots()),
    isOwn: codeFilter(),
    minimumShare: MINIMUM_SHARE,
    signal,
  });
}
