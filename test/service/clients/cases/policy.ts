import assert from 'node:assert/strict';
import type { Case } from '../case';
import type { Members } from '../client';

const ROLE = 'arn:aws:iam::000000000000:role/agents';
const USER = 'arn:aws:iam::000000000000:user/Jane';
const UUID = /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/;

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal: { readonly AWS: string | readonly string[] };
  readonly Action: readonly string[];
  readonly Resource: string;
}

/** A policy is text in the answer, and JSON in that text. */
const statementsOf = ({ policy }: Members): readonly Statement[] =>
  (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;

/** Who may report to a group: kept and answered, as a resource-based policy of the user guide's form. */
export const policyCases: readonly Case[] = [
  {
    operation: 'PutPermission',
    shows: 'success',
    does: 'makes a policy of one statement, and replaces its principals given the revision that it has',
    async run({ call, group, arn }) {
      const put = (principals: string[], more = {}) =>
        call('PutPermission', {
          profilingGroupName: group,
          actionGroup: 'agentPermissions',
          principals,
          ...more,
        });
      const first = await put([ROLE]);
      assert.match(String(first.revisionId), UUID);
      const [statement, ...others] = statementsOf(first);
      assert.deepEqual(others, []);
      assert.equal(statement.Sid, 'agentPermissions-statement');
      assert.equal(statement.Effect, 'Allow');
      assert.equal(statement.Resource, arn);
      assert.deepEqual([statement.Principal.AWS].flat(), [ROLE]);
      assert.deepEqual([...statement.Action].sort(), [
        'codeguru-profiler:ConfigureAgent',
        'codeguru-profiler:PostAgentProfile',
      ]);
      const second = await put([ROLE, USER], { revisionId: first.revisionId });
      assert.deepEqual(
        statementsOf(second).map(({ Principal }) => [...Principal.AWS].sort()),
        [[ROLE, USER]],
      );
      assert.notEqual(second.revisionId, first.revisionId);
    },
  },
  {
    operation: 'GetPolicy',
    shows: 'success',
    does: 'answers policy and revision as the last change did, also after a restart',
    async run({ call, group, restart }) {
      const put = await call('PutPermission', {
        profilingGroupName: group,
        actionGroup: 'agentPermissions',
        principals: [USER],
      });
      await restart();
      assert.deepEqual(await call('GetPolicy', { profilingGroupName: group }), put);
    },
  },
  {
    operation: 'RemovePermission',
    shows: 'success',
    does: 'answers the policy without the statement, under a new revision',
    async run({ call, group }) {
      const target = { profilingGroupName: group, actionGroup: 'agentPermissions' };
      const { revisionId } = await call('PutPermission', { ...target, principals: [ROLE] });
      const removed = await call('RemovePermission', { ...target, revisionId });
      assert.deepEqual(statementsOf(removed), []);
      assert.match(String(removed.revisionId), UUID);
      assert.notEqual(removed.revisionId, revisionId);
    },
  },
];
