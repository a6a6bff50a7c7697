import { CPU_STATES } from '../../profile/thread-states';
import type { Rule } from '../pattern';
import { WHILE_IMPORTING } from '../pattern';

/** The one rule whose name AWS has published, in a DevOps Guru sample message. */
export const awsSdkClientRecreation: Rule = {
  pattern: {
    id: '30b3b736-b57d-427d-9720-f17624085e1d',
    name: 'Recreation of AWS SDK Service Clients',
    description:
      'Making a boto3 client or resource reads the service description from disk, builds a class from it and sets up ' +
      'a TLS context. That takes many times the CPU of a request, and here it is done again and again.',
    resolutionSteps:
      'Create the client once and reuse it. Make it at module level or keep it in a long-lived object, and pass it to ' +
      'what needs it. [Clients may be shared between threads](https://docs.aws.amazon.com/boto3/latest/guide/clients.html); ' +
      'resources may not, so keep one for each thread.',
    targetFrames: [
      ['boto3.session:*:client'],
      ['boto3.session:*:resource'],
      ['botocore.session:*:create_client'],
    ],
    thresholdPercent: 1,
    countersToAggregate: CPU_STATES,
  },
  appliesTo: 'python',
  exceptBelow: WHILE_IMPORTING,
  references: ['https://docs.aws.amazon.com/boto3/latest/guide/clients.html'],
};
