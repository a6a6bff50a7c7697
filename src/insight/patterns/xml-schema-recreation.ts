import { CPU_STATES } from '../../profile/thread-states';
import type { Rule } from '../pattern';
import { WHILE_IMPORTING } from '../pattern';

/** The agent puts this frame in by itself, above lines that contain `etree.XMLSchema(`: lxml is compiled code. */
export const xmlSchemaRecreation: Rule = {
  pattern: {
    id: 'dea0b8b1-b75a-4582-aa36-8ec968c3c78f',
    name: 'Recreation of XML Schemas',
    description:
      'An lxml `XMLSchema` is parsed and compiled each time it is made, which takes longer than validating a ' +
      'document with it.',
    resolutionSteps:
      'Create the schema once and reuse it. Keep the `XMLSchema` at module level or in a dictionary by file name.',
    targetFrames: [['lxml.etree:XMLSchema:__init__']],
    thresholdPercent: 1,
    countersToAggregate: CPU_STATES,
  },
  appliesTo: 'python',
  exceptBelow: WHILE_IMPORTING,
  references: ['https://lxml.de/validation.html#xmlschema'],
};
