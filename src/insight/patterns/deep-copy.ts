import { CPU_STATES } from '../../profile/thread-states';
import type { Rule } from '../pattern';
import { WHILE_IMPORTING } from '../pattern';

/** Copies can be needed, unlike a client made twice: hence the higher threshold. */
export const deepCopy: Rule = {
  pattern: {
    id: '0c45f9f1-4875-4e7f-9d56-46909d8c7b6d',
    name: 'Deep Copies of Large Structures',
    description:
      '`copy.deepcopy` visits every object of a structure in Python code and keeps a table of those it has seen. On ' +
      'large structures that costs more than most uses of the copy.',
    resolutionSteps:
      'Copy only what you change. A shallow copy (`dict(x)`, `list(x)`, `dataclasses.replace`) shares the rest; ' +
      'structures that nobody changes need no copy; for plain data, building a new value beats copying the old one.',
    targetFrames: [['copy:deepcopy']],
    thresholdPercent: 3,
    countersToAggregate: CPU_STATES,
  },
  appliesTo: 'python',
  exceptBelow: WHILE_IMPORTING,
  references: ['https://docs.python.org/3/library/copy.html'],
};
