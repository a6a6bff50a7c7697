import assert from 'node:assert/strict';
import type { Case } from '../case';

/** Tags by ARN, whose slash and colons go through the path encoded. */
export const tagCases: readonly Case[] = [
  {
    operation: 'ListTagsForResource',
    shows: 'success',
    does: 'answers no tags of a group that has none',
    async run({ call, arn }) {
      assert.deepEqual(await call('ListTagsForResource', { resourceArn: arn }), { tags: {} });
    },
  },
  {
    operation: 'TagResource',
    shows: 'success',
    does: 'adds tags and changes those that are there, in any writing',
    async run({ call, arn }) {
      await call('TagResource', { resourceArn: arn, tags: { team: 'a', kept: '1' } });
      const tags = { team: 'Größe', 'a/b c': '@=.+', 日本: '' };
      assert.deepEqual(await call('TagResource', { resourceArn: arn, tags }), {});
      assert.deepEqual(await call('ListTagsForResource', { resourceArn: arn }), {
        tags: { kept: '1', ...tags },
      });
    },
  },
  {
    operation: 'UntagResource',
    shows: 'success',
    does: 'removes the keys that it names, one or many, and minds none that is not there',
    async run({ call, arn }) {
      const tags = { team: '1', 'a/b c=d@e': '2', 'Größe+:': '3', kept: '4' };
      await call('TagResource', { resourceArn: arn, tags });
      const removed = await call('UntagResource', {
        resourceArn: arn,
        tagKeys: ['a/b c=d@e', 'Größe+:', 'none'],
      });
      assert.deepEqual(removed, {});
      await call('UntagResource', { resourceArn: arn, tagKeys: ['team'] });
      assert.deepEqual(await call('ListTagsForResource', { resourceArn: arn }), { tags: { kept: '4' } });
    },
  },
];
