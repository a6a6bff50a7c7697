import { CPU_STATES } from '../../profile/thread-states';
import type { Rule } from '../pattern';

/** `debug` calls `_log` only where the level is on; a call that is switched off never gets that far. */
export const debugLogging: Rule = {
  pattern: {
    id: 'f44ed118-308d-4bd5-986d-804f2b73fa02',
    name: 'Debug Logging Left On',
    description:
      'Messages of level DEBUG are being formatted and written. Libraries such as botocore write dozens of them for ' +
      'each request.',
    resolutionSteps:
      'Raise the log level to INFO. Set it for the noisy library alone if you need the rest: ' +
      "`logging.getLogger('botocore').setLevel(logging.INFO)`.",
    targetFrames: [['logging.__init__:*:debug', 'logging.__init__:*:_log']],
    thresholdPercent: 2,
    countersToAggregate: CPU_STATES,
  },
  appliesTo: 'python',
  exceptBelow: [],
  references: ['https://docs.python.org/3/howto/logging.html#optimization'],
};
