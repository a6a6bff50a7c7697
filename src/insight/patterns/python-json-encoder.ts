import { CPU_STATES } from '../../profile/thread-states';
import type { Rule } from '../pattern';

/** `_iterencode` is the generator in Python that stands in for the encoder in C; that one has no frame. */
export const pythonJsonEncoder: Rule = {
  pattern: {
    id: '3b8c5f60-22c4-4e9c-88db-23bcaa08a1f0',
    name: 'JSON Written by the Encoder in Python',
    description:
      '`json.dump`, and `json.dumps` with `indent`, do not use the encoder in C that plain `json.dumps` has, but one ' +
      'in Python, which takes several times as long.',
    resolutionSteps:
      'Write `file.write(json.dumps(value))` without `indent`. Where the output must be indented or is large, a ' +
      'library with an encoder of its own, such as orjson, does both.',
    targetFrames: [['json.encoder:_iterencode']],
    thresholdPercent: 3,
    countersToAggregate: CPU_STATES,
  },
  appliesTo: 'python',
  exceptBelow: [],
  references: ['https://docs.python.org/3/library/json.html'],
};
