import assert from 'node:assert/strict';
import type { Case } from '../case';

const UUID = /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/;

interface Configured {
  readonly channels?: readonly { readonly id: string; readonly uri: string }[];
}

const channel = (topic: string) => ({
  uri: `arn:aws:sns:us-east-1:000000000000:${topic}`,
  eventPublishers: ['AnomalyDetection'],
});

const OWN_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';

/** Notification channels: where anomalies of a group are told. */
export const channelCases: readonly Case[] = [
  {
    operation: 'AddNotificationChannels',
    shows: 'success',
    does: 'answers all channels of the group, with an id made for each that came without',
    async run({ call, group }) {
      const add = async (...channels: object[]) =>
        (await call('AddNotificationChannels', { profilingGroupName: group, channels }))
          .notificationConfiguration as Configured;
      const [first] = (await add(channel('first'))).channels ?? [];
      assert.deepEqual(first, { ...channel('first'), id: first.id });
      assert.match(first.id, UUID);
      const both = await add({ ...channel('second'), id: OWN_ID });
      assert.deepEqual(both, { channels: [first, { ...channel('second'), id: OWN_ID }] });
    },
  },
  {
    operation: 'GetNotificationConfiguration',
    shows: 'success',
    does: 'answers no channels of a new group, and those that were added also after a restart',
    async run({ call, group, restart }) {
      const configuration = () => call('GetNotificationConfiguration', { profilingGroupName: group });
      assert.deepEqual(await configuration(), { notificationConfiguration: {} });
      const channels = [channel('first'), channel('second')];
      const added = await call('AddNotificationChannels', { profilingGroupName: group, channels });
      assert.equal((added.notificationConfiguration as Configured).channels?.length, 2);
      await restart();
      assert.deepEqual(await configuration(), added);
    },
  },
  {
    operation: 'RemoveNotificationChannel',
    shows: 'success',
    does: 'answers the channels that are left',
    async run({ call, group }) {
      const channels = [channel('first'), { ...channel('second'), id: OWN_ID }];
      const added = await call('AddNotificationChannels', { profilingGroupName: group, channels });
      const [first] = (added.notificationConfiguration as Configured).channels ?? [];
      const remove = (channelId: string) =>
        call('RemoveNotificationChannel', { profilingGroupName: group, channelId });
      assert.deepEqual(await remove(first.id), {
        notificationConfiguration: { channels: [{ ...channel('second'), id: OWN_ID }] },
      });
      assert.deepEqual(await remove(OWN_ID), { notificationConfiguration: {} });
    },
  },
];
