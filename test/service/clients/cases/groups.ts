import assert from 'node:assert/strict';
import type { Case } from '../case';
import { walk } from '../case';
import { agentProfileInput, HOUR_AGO, iso } from './inputs';

/** Profiling groups from creation to deletion. */
export const groupCases: readonly Case[] = [
  {
    operation: 'CreateProfilingGroup',
    shows: 'success',
    does: 'answers the group with all that was asked for and all that follows from it',
    async run({ call, newName, arn, group, clock }) {
      const name = newName();
      const { profilingGroup } = await call('CreateProfilingGroup', {
        profilingGroupName: name,
        clientToken: name,
        computePlatform: 'AWSLambda',
        agentOrchestrationConfig: { profilingEnabled: false },
        tags: { team: 'payments' },
      });
      const expected = {
        name,
        arn: arn.replace(group, name),
        computePlatform: 'AWSLambda',
        agentOrchestrationConfig: { profilingEnabled: false },
        createdAt: iso(clock.now),
        updatedAt: iso(clock.now),
        profilingStatus: {},
        tags: { team: 'payments' },
      };
      assert.deepEqual(profilingGroup, expected);
      assert.deepEqual(await call('DescribeProfilingGroup', { profilingGroupName: name }), {
        profilingGroup,
      });
    },
  },
  {
    operation: 'CreateProfilingGroup',
    shows: 'success',
    does: 'answers the same group to the same request with the same clientToken, also after a restart',
    async run({ call, newName, restart, clock }) {
      const profilingGroupName = newName();
      const input = { profilingGroupName, clientToken: profilingGroupName, tags: { b: '2', a: '1' } };
      const first = await call('CreateProfilingGroup', input);
      await restart();
      clock.now += 1000;
      assert.deepEqual(await call('CreateProfilingGroup', input), first);
    },
  },
  {
    operation: 'CreateProfilingGroup',
    shows: 'success',
    does: 'takes a name of 255 characters and tags in any writing',
    async run({ call, newName }) {
      const name = newName().padEnd(255, '_');
      const tags = { 'Größe/é': '日本語 العربية', 'a b:c=d+e@f': '_.:/=+-@', empty: '' };
      const created = await call('CreateProfilingGroup', {
        profilingGroupName: name,
        clientToken: 'x'.repeat(56) + name.slice(0, 8),
        tags,
      });
      assert.deepEqual((created.profilingGroup as { tags: unknown }).tags, tags);
      const { profilingGroup } = await call('DescribeProfilingGroup', { profilingGroupName: name });
      assert.equal((profilingGroup as { name: unknown }).name, name);
    },
  },
  {
    operation: 'DescribeProfilingGroup',
    shows: 'success',
    does: 'says when an agent last asked and posted, and which aggregated profile is the newest',
    async run({ call, group, clock }) {
      await call('ConfigureAgent', { profilingGroupName: group });
      clock.now += 1000;
      await call('PostAgentProfile', agentProfileInput(group, { work: 1 }));
      const { profilingGroup } = await call('DescribeProfilingGroup', { profilingGroupName: group });
      assert.deepEqual((profilingGroup as { profilingStatus: unknown }).profilingStatus, {
        latestAgentOrchestratedAt: iso(clock.now - 1000),
        latestAgentProfileReportedAt: iso(clock.now),
        latestAggregatedProfile: { period: 'PT5M', start: iso(HOUR_AGO) },
      });
    },
  },
  {
    operation: 'DescribeProfilingGroup',
    shows: 'success',
    does: 'says the same before and after a restart',
    async run({ call, group, restart }) {
      await call('PostAgentProfile', agentProfileInput(group, { work: 1 }));
      const before = await call('DescribeProfilingGroup', { profilingGroupName: group });
      await restart();
      assert.deepEqual(await call('DescribeProfilingGroup', { profilingGroupName: group }), before);
    },
  },
  {
    operation: 'ListProfilingGroups',
    shows: 'success',
    does: 'answers names alone, and descriptions with includeDescription',
    async run({ call, group }) {
      const names = await call('ListProfilingGroups', { maxResults: 1000 });
      assert.ok((names.profilingGroupNames as string[]).includes(group));
      assert.equal(names.profilingGroups, undefined);
      const described = await call('ListProfilingGroups', { maxResults: 1000, includeDescription: true });
      assert.deepEqual(described.profilingGroupNames, names.profilingGroupNames);
      const { profilingGroup } = await call('DescribeProfilingGroup', { profilingGroupName: group });
      const found = (described.profilingGroups as { name: string }[]).find(({ name }) => name === group);
      assert.deepEqual(found, profilingGroup);
    },
  },
  {
    operation: 'ListProfilingGroups',
    shows: 'paging',
    does: 'gives every group once, in the order of the unpaged list',
    async run(scene) {
      for (const name of [scene.newName(), scene.newName()]) {
        await scene.call('CreateProfilingGroup', { profilingGroupName: name, clientToken: name });
      }
      const all = await scene.call('ListProfilingGroups', { maxResults: 1000 });
      const names = all.profilingGroupNames as string[];
      assert.ok(names.length >= 3 && all.nextToken === undefined);
      const { items, lengths } = await walk(scene, 'ListProfilingGroups', {}, 'profilingGroupNames', 2);
      assert.deepEqual(items, names);
      assert.ok(lengths.slice(0, -1).every((length) => length === 2));
    },
  },
  {
    operation: 'UpdateProfilingGroup',
    shows: 'success',
    does: 'answers the changed group, and agents are told to rest and to go on',
    async run({ call, group, clock }) {
      const before = await call('DescribeProfilingGroup', { profilingGroupName: group });
      clock.now += 1000;
      for (const profilingEnabled of [false, true]) {
        const { profilingGroup } = await call('UpdateProfilingGroup', {
          profilingGroupName: group,
          agentOrchestrationConfig: { profilingEnabled },
        });
        assert.deepEqual(profilingGroup, {
          ...(before.profilingGroup as object),
          ...(profilingEnabled ? { profilingStatus: { latestAgentOrchestratedAt: iso(clock.now) } } : {}),
          agentOrchestrationConfig: { profilingEnabled },
          updatedAt: iso(clock.now),
        });
        const { configuration } = await call('ConfigureAgent', { profilingGroupName: group });
        assert.equal((configuration as { shouldProfile: unknown }).shouldProfile, profilingEnabled);
      }
    },
  },
  {
    operation: 'DeleteProfilingGroup',
    shows: 'success',
    does: 'takes the group with its profiles and its token; the same name starts empty',
    async run({ call, refusal, newName }) {
      const profilingGroupName = newName();
      const create = () =>
        call('CreateProfilingGroup', { profilingGroupName, clientToken: profilingGroupName });
      await create();
      await call('PostAgentProfile', agentProfileInput(profilingGroupName, { work: 1 }));
      assert.deepEqual(await call('DeleteProfilingGroup', { profilingGroupName }), {});
      assert.match(
        await refusal('DescribeProfilingGroup', { profilingGroupName }),
        /^ResourceNotFoundException: .* does not exist/,
      );
      const { profilingGroup } = await create();
      assert.deepEqual((profilingGroup as { profilingStatus: unknown }).profilingStatus, {});
    },
  },
];
