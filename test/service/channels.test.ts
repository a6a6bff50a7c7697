import {
  AddNotificationChannelsCommand,
  CreateProfilingGroupCommand,
  DeleteProfilingGroupCommand,
  GetNotificationConfigurationCommand,
  RemoveNotificationChannelCommand,
} from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import type { TestService } from './running-service';
import { sendSigned, startTestService } from './running-service';
import { errorOf } from './sdk-errors';

const ID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const OTHER_ID = '11111111-d9cb-469f-a165-70867728950e';
const topic = (name: string) => `arn:aws:sns:us-east-1:123456789012:${name}`;

describe('notification channels', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await startTestService();
    await create('demo');
  });
  afterEach(() => service.end());

  const create = (profilingGroupName: string) =>
    service.client.send(
      new CreateProfilingGroupCommand({ profilingGroupName, clientToken: profilingGroupName }),
    );
  /** Channels by topic and, where it matters, id. */
  const add = async (
    wanted: readonly (readonly [uri: string, id?: string])[],
    profilingGroupName = 'demo',
  ) => {
    const channels = wanted.map(([uri, id]) => ({ uri, id, eventPublishers: ['AnomalyDetection' as const] }));
    const command = new AddNotificationChannelsCommand({ profilingGroupName, channels });
    return (await service.client.send(command)).notificationConfiguration;
  };
  const get = async (profilingGroupName = 'demo') =>
    (await service.client.send(new GetNotificationConfigurationCommand({ profilingGroupName })))
      .notificationConfiguration;
  const remove = async (channelId: string | undefined, profilingGroupName = 'demo') =>
    (await service.client.send(new RemoveNotificationChannelCommand({ profilingGroupName, channelId })))
      .notificationConfiguration;
  const uris = async () => (await get())?.channels?.map(({ uri }) => uri) ?? [];

  it('are none at first, which the answer says by leaving them out', async () => {
    assert.deepEqual(await get(), {});
    const { body } = await sendSigned(service.address, {
      target: '/profilingGroups/demo/notificationConfiguration',
    });
    assert.equal(body.toString(), '{"notificationConfiguration":{}}');
  });

  it('have the id that they come with, or one of their own', async () => {
    const added = await add([[topic('a')], [topic('b'), ID]]);
    const [first, second] = added?.channels ?? [];
    assert.deepEqual(second, { uri: topic('b'), id: ID, eventPublishers: ['AnomalyDetection'] });
    assert.match(first.id ?? '', /^[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}$/);
    service = await service.restart();
    assert.deepEqual(await get(), added);
  });

  it('are two at most', async () => {
    await add([[topic('a')]]);
    const refused = /^ServiceQuotaExceededException 402: .*at most 2 notification channels/;
    assert.match(await errorOf(add([[topic('b')], [topic('c')]])), refused);
    assert.deepEqual(await uris(), [topic('a')]);
    await add([[topic('b')]]);
    assert.match(await errorOf(add([[topic('c')]])), refused);
    const three = add([[topic('x')], [topic('y')], [topic('z')]], 'demo');
    assert.match(await errorOf(three), /^ValidationException 400: .*'channels'/);
  });

  it('differ in topic and id within a group, in one request too', async () => {
    await add([[topic('a'), ID]]);
    assert.match(await errorOf(add([[topic('a')]])), /^ConflictException 409: .*channel to .*:a already/);
    assert.match(await errorOf(add([[topic('b'), ID]])), /^ConflictException 409: .*with id 0f8fad5b/);
    await create('other');
    assert.match(await errorOf(add([[topic('b')], [topic('b')]], 'other')), /^ConflictException 409/);
    assert.match(
      await errorOf(
        add(
          [
            [topic('b'), ID],
            [topic('c'), ID],
          ],
          'other',
        ),
      ),
      /^ConflictException 409/,
    );
    assert.deepEqual(await get('other'), {});
    await add([[topic('a'), ID]], 'other');
  });

  it('are removed by id, from their own group', async () => {
    await add([
      [topic('a'), ID],
      [topic('b'), OTHER_ID],
    ]);
    await create('other');
    const unknown = /^ResourceNotFoundException 404: .*no notification channel with id 0f8fad5b/;
    assert.match(await errorOf(remove(ID, 'other')), unknown);
    assert.deepEqual(
      (await remove(ID))?.channels?.map(({ id }) => id),
      [OTHER_ID],
    );
    assert.match(await errorOf(remove(ID)), unknown);
    assert.deepEqual(await remove(OTHER_ID), {});
  });

  it('go with their group', async () => {
    await add([[topic('a')]]);
    await service.client.send(new DeleteProfilingGroupCommand({ profilingGroupName: 'demo' }));
    assert.match(await errorOf(get()), /^ResourceNotFoundException 404/);
    await create('demo');
    assert.deepEqual(await get(), {});
  });

  const wrong = [
    'mailto:jane@example.com',
    'https://example.com/hook',
    'arn:aws:sqs:us-east-1:123456789012:queue',
    'arn:aws:sns:us-east-1:12345:short',
    'arn:aws:sns:us-east-1:123456789012:',
    'arn:aws:sns:us-east-1:123456789012:two words',
  ];
  for (const uri of wrong) {
    it(`do not lead to ${uri}`, async () => {
      assert.match(
        await errorOf(add([[topic('a')], [uri]])),
        /^ValidationException 400: .*Member must be the ARN of an SNS topic/,
      );
      assert.deepEqual(await uris(), []);
    });
  }

  it('lead to topics of any partition', async () => {
    await add([['arn:aws-cn:sns:cn-north-1:123456789012:alerts'], ['arn:aws:sns::123456789012:my_topic-1']]);
    assert.equal((await uris()).length, 2);
  });

  const publishers: [object, RegExp][] = [
    [[], /'channels\.1\.member\.eventPublishers'.*greater than or equal to 1/],
    [['AnomalyDetection', 'AnomalyDetection'], /less than or equal to 1/],
    [['Recommendations'], /enum value set: \[AnomalyDetection\]/],
  ];
  for (const [eventPublishers, expected] of publishers) {
    it(`tell of anomalies only, not of ${JSON.stringify(eventPublishers)}`, async () => {
      const { error } = await sendSigned(service.address, {
        method: 'POST',
        target: '/profilingGroups/demo/notificationConfiguration',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ channels: [{ uri: topic('a'), eventPublishers }] }),
      });
      assert.match(error, /^ValidationException: /);
      assert.match(error, expected);
    });
  }
});
