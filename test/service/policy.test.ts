import {
  CreateProfilingGroupCommand,
  DeleteProfilingGroupCommand,
  GetPolicyCommand,
  PutPermissionCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import type { TestService } from './running-service';
import { sendSigned, startTestService } from './running-service';
import { errorOf } from './sdk-errors';

const ROLE = 'arn:aws:iam::123456789012:role/agents/nightly+job@x';
const USER = 'arn:aws-cn:iam::123456789012:user/jane';
const NEVER = '00000000-0000-4000-8000-000000000000';

describe('the policy of a profiling group', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await startTestService();
    await create();
  });
  afterEach(() => service.end());

  const demo = { profilingGroupName: 'demo' };
  const agents = { ...demo, actionGroup: 'agentPermissions' as const };
  const create = () =>
    service.client.send(new CreateProfilingGroupCommand({ ...demo, clientToken: 'token' }));
  const put = (principals: string[], revisionId?: string) =>
    service.client.send(new PutPermissionCommand({ ...agents, principals, revisionId }));
  const remove = (revisionId: string | undefined) =>
    service.client.send(new RemovePermissionCommand({ ...agents, revisionId }));
  const get = async () => {
    const { $metadata, ...policy } = await service.client.send(new GetPolicyCommand(demo));
    assert.equal($metadata.httpStatusCode, 200);
    return policy;
  };

  it("is written as the user guide's: one statement for agents", async () => {
    const { policy = '' } = await put([USER]);
    assert.deepEqual(JSON.parse(policy), {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'agentPermissions-statement',
          Effect: 'Allow',
          Principal: { AWS: USER },
          Action: ['codeguru-profiler:ConfigureAgent', 'codeguru-profiler:PostAgentProfile'],
          Resource: 'arn:aws:codeguru-profiler:us-east-1:000000000000:profilingGroup/demo',
        },
      ],
    });
  });

  it('is not there, which is no error, until somebody puts one', async () => {
    assert.deepEqual(await get(), {});
  });

  it('names each principal once, in place of those before', async () => {
    const first = await put([ROLE]);
    const second = await put([USER, '123456789012', USER], first.revisionId);
    const { Statement } = JSON.parse(second.policy ?? '') as { Statement: { Principal: unknown }[] };
    assert.deepEqual(
      Statement.map(({ Principal }) => Principal),
      [{ AWS: [USER, '123456789012'] }],
    );
    assert.notEqual(second.revisionId, first.revisionId);
    service = await service.restart();
    assert.deepEqual(await get(), { policy: second.policy, revisionId: second.revisionId });
  });

  it('is changed only by who knows its revision', async () => {
    const { revisionId: first } = await put([ROLE]);
    const { revisionId: second } = await put([USER], first);
    const refused = /^ConflictException 409: .*ask GetPolicy for/;
    assert.match(await errorOf(put([ROLE])), refused);
    assert.match(await errorOf(put([ROLE], first)), refused);
    assert.match(await errorOf(put([ROLE], NEVER)), refused);
    assert.match(await errorOf(remove(first)), refused);
    assert.equal((await get()).revisionId, second);
  });

  it('that nobody put has no revision to know', async () => {
    assert.match(await errorOf(put([ROLE], NEVER)), /^ConflictException 409/);
    assert.match(await errorOf(remove(NEVER)), /^ResourceNotFoundException 404: .*does not have a policy/);
  });

  it('is empty once it is removed, and then is none any more', async () => {
    const { revisionId } = await put([ROLE]);
    const removed = await remove(revisionId);
    assert.deepEqual(JSON.parse(removed.policy ?? ''), { Version: '2012-10-17', Statement: [] });
    assert.notEqual(removed.revisionId, revisionId);
    assert.deepEqual(await get(), {});
    assert.match(await errorOf(remove(removed.revisionId)), /^ResourceNotFoundException 404/);
  });

  it('is put again after a removal, with the last revision or without one', async () => {
    const removed = await remove((await put([ROLE])).revisionId);
    const again = await put([USER], removed.revisionId);
    await remove(again.revisionId);
    await put([ROLE]);
    assert.match(JSON.stringify(await get()), /nightly/);
  });

  it('goes with its group', async () => {
    await put([ROLE]);
    await service.client.send(new DeleteProfilingGroupCommand(demo));
    assert.match(await errorOf(get()), /^ResourceNotFoundException 404: .*demo does not exist/);
    await create();
    assert.deepEqual(await get(), {});
  });

  const strangers = [
    '',
    '*',
    'jane',
    'arn:aws:iam::123456789012:role/*',
    'arn:aws:iam::12345678901:role/short',
    'arn:aws:iam::123456789012:role/two words',
    'arn:aws:s3:::bucket',
    `arn:aws:iam::123456789012:role/${'long'.repeat(600)}`,
  ];
  for (const principal of strangers) {
    it(`has no principal '${principal.slice(0, 60)}'`, async () => {
      assert.match(
        await errorOf(put([ROLE, principal])),
        /^ValidationException 400: The principal '.{0,256}' is neither the ARN of an IAM role or user nor an account/,
      );
      assert.deepEqual(await get(), {});
    });
  }

  it('has 1 to 50 principals and one action group', async () => {
    const many = Array.from({ length: 51 }, (_, index) => `${ROLE}-${index}`);
    assert.match(await errorOf(put([])), /^ValidationException 400: .*'principals'/);
    assert.match(await errorOf(put(many)), /^ValidationException 400: .*'principals'/);
    await put(many.slice(1));
    const answer = await sendSigned(service.address, {
      method: 'PUT',
      target: '/profilingGroups/demo/policy/everything',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ principals: [ROLE] }),
    });
    assert.match(answer.error, /^ValidationException: .*'actionGroup'.*\[agentPermissions\]/);
  });
});
