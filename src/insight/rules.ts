import type { Rule } from './pattern';
import { awsSdkClientRecreation } from './patterns/aws-sdk-client-recreation';
import { debugLogging } from './patterns/debug-logging';
import { deepCopy } from './patterns/deep-copy';
import { pythonJsonEncoder } from './patterns/python-json-encoder';
import { regexCompilation } from './patterns/regex-compilation';
import { stackTraceLogging } from './patterns/stack-trace-logging';
import { xmlSchemaRecreation } from './patterns/xml-schema-recreation';

/**
 * All rules. One file each in patterns/; the first sentence of `resolutionSteps` is short and says what to do,
 * because a diagnostic has room for no more. Where no work at all is needed after the remedy, the threshold is low;
 * where some of it may be what the program is for, it is higher.
 */
export const RULES: readonly Rule[] = [
  awsSdkClientRecreation,
  debugLogging,
  deepCopy,
  pythonJsonEncoder,
  regexCompilation,
  stackTraceLogging,
  xmlSchemaRecreation,
];
