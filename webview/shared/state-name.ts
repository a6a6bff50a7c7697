import { t } from './words';

/** What a thread did in a state, as people say it. */
export function stateName(state: string): string {
  switch (state) {
    case 'RUNNABLE':
      return t('running');
    case 'NATIVE':
      return t('native code');
    case 'BLOCKED':
      return t('blocked');
    case 'WAITING':
      return t('waiting');
    case 'TIMED_WAITING':
      return t('waiting with a limit');
    case 'IDLE':
      return t('idle');
    case 'WALL_TIME':
      return t('wall time');
    default:
      return state.toLowerCase();
  }
}
