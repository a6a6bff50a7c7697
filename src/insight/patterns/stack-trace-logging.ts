import { CPU_STATES } from '../../profile/thread-states';
import type { Rule } from '../pattern';

/** Through `logger.exception`, `exc_info=True`, or by hand with the module `traceback`. */
export const stackTraceLogging: Rule = {
  pattern: {
    id: 'cdf05a19-7164-40fb-be23-f2ff088bed06',
    name: 'Logging of Stack Traces in a Hot Path',
    description:
      'Writing a stack trace looks at the source file of every frame in it and renders it line by line, hundreds of ' +
      'times the work of the message alone. Here it happens often enough to show.',
    resolutionSteps:
      'Log the message without its stack trace where the error is expected. Use `logger.warning` or `logger.error` ' +
      'without `exc_info`, log one of many equal errors in full, or avoid raising for what is no exception.',
    targetFrames: [['logging.__init__:*:formatException'], ['traceback:format_exc'], ['traceback:print_exc']],
    thresholdPercent: 1,
    countersToAggregate: CPU_STATES,
  },
  appliesTo: 'python',
  exceptBelow: [],
  references: ['https://docs.python.org/3/library/logging.html#logging.Logger.exception'],
};
