import { CPU_STATES } from '../../profile/thread-states';
import type { Rule } from '../pattern';
import { WHILE_IMPORTING } from '../pattern';

/**
 * `_compile` is where every function of the module `re` that takes a pattern as text first goes: it looks into a
 * cache of 512 patterns and, on a miss, compiles. Both are saved by a compiled pattern. Modules became a package
 * with Python 3.11.
 */
export const regexCompilation: Rule = {
  pattern: {
    id: '9e6195ea-cccb-4b74-aa82-214c16fee24f',
    name: 'Repeated Compilation of Regular Expressions',
    description:
      'A regular expression is handed over as text each time it is used, so Python looks it up or compiles it anew. ' +
      'Compiling is slow, and patterns that are put together at run time are not in the cache.',
    resolutionSteps:
      'Compile the expression once and reuse it. Assign `re.compile(...)` to a name at module level and call the ' +
      'methods of that object. Where the text varies, keep the compiled patterns in a dictionary of your own.',
    targetFrames: [['re.__init__:_compile'], ['re:_compile']],
    thresholdPercent: 1,
    countersToAggregate: CPU_STATES,
  },
  appliesTo: 'python',
  exceptBelow: WHILE_IMPORTING,
  references: ['https://docs.python.org/3/library/re.html#re.compile'],
};
