import type { EpochMs } from '../profile/units';

/** How far a program is that was started under the agent. Pure: run.ts moves it on, whoever shows it asks for words. */
export type AgentState =
  | { readonly kind: 'starting' }
  /** It runs, and its agent has posted nothing yet. */
  | { readonly kind: 'waiting'; readonly firstProfileAt: EpochMs }
  | { readonly kind: 'profiling' }
  /** It was asked to end and its agent flushes. */
  | { readonly kind: 'stopping' }
  | {
      readonly kind: 'stopped';
      /** undefined where it was stopped, or could not be started. */
      readonly exitCode: number | undefined;
      /** Whether its agent posted anything. */
      readonly hasProfile: boolean;
    };

/** As VS Code's `l10n`, for files that do not import it. */
export interface Translate {
  t(message: string, ...args: (string | number)[]): string;
}

/** One short line for a notification, a status bar, a tree row. */
export function describeState(state: AgentState, now: EpochMs, l10n: Translate): string {
  switch (state.kind) {
    case 'starting':
      return l10n.t('Starting…');
    case 'waiting': {
      const seconds = Math.ceil((state.firstProfileAt - now) / 1000);
      return seconds > 0
        ? l10n.t('First profile in about {0}', countdown(seconds))
        : l10n.t('The first profile is due any moment');
    }
    case 'profiling':
      return l10n.t('Profiling');
    case 'stopping':
      return l10n.t('Stopping and sending the last profile…');
    case 'stopped':
      return state.hasProfile
        ? l10n.t('Ended')
        : l10n.t('Ended before the agent had sampled enough, so there is no profile of this run');
  }
}

/** `24 s`, `4 min 10 s`: a countdown should be seen to move, so minutes keep their seconds. */
function countdown(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  return rest === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${rest} s`;
}
