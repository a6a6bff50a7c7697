import assert from 'node:assert/strict';
import { mayCall } from '../../src/service/auth/access';
import type { AccessKey, Role } from '../../src/service/auth/key-file';
import { keyOf, readKeyFile } from '../../src/service/auth/key-file';
import { files } from '../../src/service/handshake';
import { OPERATIONS } from '../../src/service/model/constraints';
import type { OperationName } from '../../src/service/model/input';
import { agentProfile } from './agent-profiles';
import type { RawRequest, TestService } from './running-service';
import { sendSigned, startTestService } from './running-service';

/** AmazonCodeGuruProfilerAgentAccess and …ReadOnlyAccess, operation by operation. */
const TABLE = `
  AddNotificationChannels          admin
  BatchGetFrameMetricData          admin       reader
  ConfigureAgent                   admin agent
  CreateProfilingGroup             admin agent
  DeleteProfilingGroup             admin
  DescribeProfilingGroup           admin       reader
  GetFindingsReportAccountSummary  admin       reader
  GetNotificationConfiguration     admin       reader
  GetPolicy                        admin       reader
  GetProfile                       admin       reader
  GetRecommendations               admin       reader
  ListFindingsReports              admin       reader
  ListProfileTimes                 admin       reader
  ListProfilingGroups              admin       reader
  ListTagsForResource              admin       reader
  PostAgentProfile                 admin agent
  PutPermission                    admin
  RemoveNotificationChannel        admin
  RemovePermission                 admin
  SubmitFeedback                   admin
  TagResource                      admin
  UntagResource                    admin
  UpdateProfilingGroup             admin`;

const ROLE_ORDER: readonly Role[] = ['admin', 'agent', 'reader'];

describe('access', () => {
  it('is what the three managed policies give', () => {
    const rows = (Object.keys(OPERATIONS) as OperationName[]).sort().map((operation) => {
      const cells = ROLE_ORDER.map((role) => (mayCall(role, operation) ? role : '').padEnd(role.length));
      return `  ${operation.padEnd(31)}  ${cells.join(' ')}`.trimEnd();
    });
    assert.equal(['', ...rows].join('\n'), TABLE);
  });
});

describe('a request of a role', () => {
  let service: TestService;
  before(async () => {
    service = await startTestService({ accountId: '123456789012', region: 'eu-west-1' });
    await sendSigned(service.address, create('demo'));
  });
  after(() => service.end());

  const create = (name: string, more: object = {}): RawRequest => ({
    method: 'POST',
    target: `/profilingGroups?clientToken=${name}`,
    body: JSON.stringify({ profilingGroupName: name, ...more }),
  });
  const keyFor = (role: Role): AccessKey => {
    const key = keyOf(readKeyFile(files.keys(service.address.dataFolder)) ?? [], role);
    assert.ok(key, role);
    return key;
  };
  const ask = (role: Role, request: RawRequest) =>
    sendSigned({ ...service.address, ...keyFor(role) }, request);

  const refused: [Role, string, RawRequest, string][] = [
    ['agent', 'DeleteProfilingGroup', { method: 'DELETE', target: '/profilingGroups/demo' }, 'group/demo'],
    ['agent', 'GetProfile', { target: '/profilingGroups/demo/profile?period=PT1H' }, 'group/demo'],
    ['agent', 'ListProfilingGroups', { target: '/profilingGroups' }, '*'],
    ['agent', 'CreateProfilingGroup', create('other'), 'group/other'],
    ['agent', 'CreateProfilingGroup', create('other', { computePlatform: 'Default' }), 'group/other'],
    ['reader', 'DeleteProfilingGroup', { method: 'DELETE', target: '/profilingGroups/demo' }, 'group/demo'],
    [
      'reader',
      'PostAgentProfile',
      {
        method: 'POST',
        target: '/profilingGroups/demo/agentProfile',
        headers: { 'content-type': 'application/json' },
        body: agentProfile({ work: 1 }),
      },
      'group/demo',
    ],
    ['reader', 'CreateProfilingGroup', create('other', { computePlatform: 'AWSLambda' }), '*'],
    // What it asks for is not even read: the body is no JSON.
    [
      'reader',
      'UpdateProfilingGroup',
      { method: 'PUT', target: '/profilingGroups/demo', body: '{' },
      'group/demo',
    ],
    [
      'reader',
      'TagResource',
      { method: 'POST', target: '/tags/arn%3Aaws%3Ax', body: '{"tags":{}}' },
      'arn:aws:x',
    ],
  ];
  for (const [role, operation, request, resource] of refused) {
    it(`is refused for ${role} and ${operation}, in the words of AWS`, async () => {
      const { status, error } = await ask(role, request);
      const arn = resource.replace(
        /^group\//,
        'arn:aws:codeguru-profiler:eu-west-1:123456789012:profilingGroup/',
      );
      assert.equal(
        error,
        `AccessDeniedException: User: arn:aws:iam::123456789012:user/burnline-${role} is not authorized to perform: ` +
          `codeguru-profiler:${operation} on resource: ${arn} because no identity-based policy allows the ` +
          `codeguru-profiler:${operation} action`,
      );
      assert.equal(status, 403);
    });
  }

  it('is answered where the role reaches', async () => {
    const configure = { method: 'POST', target: '/profilingGroups/demo/configureAgent', body: '{}' };
    assert.equal((await ask('agent', configure)).status, 200);
    const post = {
      method: 'POST',
      target: '/profilingGroups/demo/agentProfile',
      headers: { 'content-type': 'application/json' },
      body: agentProfile({ work: 1 }),
    };
    assert.equal((await ask('agent', post)).status, 204);
    assert.equal((await ask('agent', create('lambda', { computePlatform: 'AWSLambda' }))).status, 201);
    assert.equal((await ask('reader', { target: '/profilingGroups/demo' })).status, 200);
    assert.equal((await ask('reader', { target: '/profilingGroups/demo/profile?period=P1D' })).status, 200);
  });
});
