import {
  CreateProfilingGroupCommand,
  GetProfileCommand,
  ListProfileTimesCommand,
  paginateListProfileTimes,
  PostAgentProfileCommand,
} from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { encodeAgentProfile } from '../../src/profile/codec/agent-profile';
import { foldAll } from '../../src/service/housekeeping';
import { decodePosted } from '../../src/service/posted-profile';
import { randomOf } from '../fixtures/random';
import { agentProfile, DAY, HOUR, MINUTE, NEW_YEAR, samplesOf, sinceThatDay } from './agent-profiles';
import type { TestService } from './running-service';
import { sendSigned, startTestService } from './running-service';
import { errorOf } from './sdk-errors';

describe('aggregated profiles', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await startTestService();
    await service.client.send(
      new CreateProfilingGroupCommand({ profilingGroupName: 'demo', clientToken: 'token' }),
    );
  });
  afterEach(() => service.end());

  const post = (start: number, counts: Record<string, number>, more = {}) =>
    service.client.send(
      new PostAgentProfileCommand({
        profilingGroupName: 'demo',
        agentProfile: agentProfile(counts, { start, ...more }),
        contentType: 'application/json',
      }),
    );
  const get = (input: { startTime?: Date; endTime?: Date; period?: string; maxDepth?: number }) =>
    service.client.send(
      new GetProfileCommand({ profilingGroupName: 'demo', accept: 'application/json', ...input }),
    );
  const read = async (input: Parameters<typeof get>[0]) => samplesOf((await get(input)).profile);
  const between = (start: number, end: number) => ({ startTime: new Date(start), endTime: new Date(end) });
  const times = async (period: 'PT5M' | 'PT1H' | 'P1D', more = {}) => {
    const range = between(NEW_YEAR - 2 * DAY, NEW_YEAR + 2 * DAY);
    const { profileTimes } = await service.client.send(
      new ListProfileTimesCommand({ profilingGroupName: 'demo', period, ...range, ...more }),
    );
    return profileTimes?.map(({ start }) => sinceThatDay(start));
  };

  it('are listed per period, the newest first unless asked otherwise', async () => {
    for (const minutes of [-1, 0, 4, 5, 65, 24 * 60]) {
      await post(NEW_YEAR + minutes * MINUTE, { work: 1 });
    }
    assert.deepEqual(await times('PT5M'), ['1 00:00', '0 01:05', '0 00:05', '0 00:00', '-1 23:55']);
    assert.deepEqual(await times('PT1H', { orderBy: 'TimestampAscending' }), [
      '-1 23:00',
      '0 00:00',
      '0 01:00',
      '1 00:00',
    ]);
    assert.deepEqual(await times('P1D', between(NEW_YEAR, NEW_YEAR + DAY)), ['0 00:00']);
  });

  for (const orderBy of ['TimestampAscending', 'TimestampDescending'] as const) {
    it(`are listed page by page, each once (${orderBy})`, async () => {
      for (let i = 0; i < 7; i++) {
        await post(NEW_YEAR + i * 5 * MINUTE, { work: 1 });
      }
      const pages = paginateListProfileTimes(
        { client: service.client, pageSize: 3 },
        { profilingGroupName: 'demo', period: 'PT5M', orderBy, ...between(NEW_YEAR, NEW_YEAR + HOUR) },
      );
      const seen: number[][] = [];
      for await (const { profileTimes = [] } of pages) {
        seen.push(profileTimes.map(({ start }) => (Number(start) - NEW_YEAR) / (5 * MINUTE)));
      }
      const expected =
        orderBy === 'TimestampAscending' ? [[0, 1, 2], [3, 4, 5], [6]] : [[6, 5, 4], [3, 2, 1], [0]];
      assert.deepEqual(seen, expected);
    });
  }

  it('do not continue a listing with the token of another', async () => {
    await post(NEW_YEAR, { work: 1 });
    await post(NEW_YEAR + 5 * MINUTE, { work: 1 });
    const list = (more: object) =>
      service.client.send(
        new ListProfileTimesCommand({
          profilingGroupName: 'demo',
          period: 'PT5M',
          ...between(NEW_YEAR, NEW_YEAR + HOUR),
          ...more,
        }),
      );
    const { nextToken } = await list({ maxResults: 1 });
    assert.match(
      await errorOf(list({ nextToken, period: 'PT1H' })),
      /^ValidationException 400: The value at 'nextToken'/,
    );
  });

  it('hold what started in their period, and grow when a late profile comes', async () => {
    await post(NEW_YEAR + 1, { work: 1, rest: 2 });
    await post(NEW_YEAR + 5 * MINUTE, { work: 10 });
    const first = between(NEW_YEAR, NEW_YEAR + 5 * MINUTE);
    assert.deepEqual(await read(first), { work: 1, rest: 2 });
    await post(NEW_YEAR + 5 * MINUTE - 1, { work: 100 });
    assert.deepEqual(await read(first), { work: 101, rest: 2 });
    assert.deepEqual(await read({ period: 'PT5M' }), { work: 10 });
    assert.deepEqual(await read({ period: 'PT1H' }), { work: 111, rest: 2 });
    assert.deepEqual(await read({ period: 'P1D' }), { work: 111, rest: 2 });
  });

  it('are seconds old: a range that ends in the middle of a period holds what is there', async () => {
    await post(NEW_YEAR + 2 * MINUTE, { work: 1 });
    await post(NEW_YEAR + 3 * MINUTE, { work: 10 });
    assert.deepEqual(await read(between(NEW_YEAR - HOUR + MINUTE, NEW_YEAR + 2 * MINUTE + 1000)), {
      work: 1,
    });
    assert.deepEqual(await read(between(NEW_YEAR + 2 * MINUTE + 1000, NEW_YEAR + HOUR)), { work: 10 });
  });

  it('take times from start and end of the data', async () => {
    await post(NEW_YEAR + 1000, { work: 1 });
    await post(NEW_YEAR + 9000, { work: 1 });
    const { profile, contentType, contentEncoding } = await get({ period: 'PT5M' });
    const { start, end } = JSON.parse(Buffer.from(profile ?? []).toString()) as Record<string, number>;
    assert.deepEqual([start - NEW_YEAR, end - NEW_YEAR], [1000, 14_000]);
    assert.deepEqual([contentType, contentEncoding], ['application/json', undefined]);
  });

  it('keep functions of one name in two files apart', async () => {
    const profile = (file: string) =>
      Buffer.from(
        `{"start":${NEW_YEAR},"callgraph":{"children":{"f":{"file":"${file}","counts":{"WALL_TIME":1}}}}}`,
      );
    for (const file of ['/a.py', '/b.py', '/b.py']) {
      await service.client.send(
        new PostAgentProfileCommand({
          profilingGroupName: 'demo',
          agentProfile: profile(file),
          contentType: 'application/json',
        }),
      );
    }
    assert.deepEqual(await read({ period: 'PT5M' }), { f: 3 });
    assert.deepEqual(await read({ period: 'P1D' }), { f: 3 });
  });

  it('know a function that each process names by an address of its own', async () => {
    await post(NEW_YEAR, { 'Shop$$Lambda$14/0x0000000800c1ab40.run': 1, 'Shop$1.run': 1 });
    await post(NEW_YEAR + 1, { 'Shop$$Lambda$14/0x00007fb87c043898.run': 2, 'Shop$$Lambda$15.run': 4 });
    const expected = { 'Shop$$Lambda$14.run': 3, 'Shop$$Lambda$15.run': 4, 'Shop$1.run': 1 };
    assert.deepEqual(await read({ period: 'PT5M' }), expected);
    await foldAll(service.service);
    assert.deepEqual(await read({ period: 'P1D' }), expected);
  });

  it('know the time that a sample stands for', async () => {
    const rates = async () => {
      const { profile } = await get({ period: 'PT5M' });
      const { agentMetadata } = JSON.parse(Buffer.from(profile ?? []).toString()) as Record<string, object>;
      return 'sampleWeights' in agentMetadata ? agentMetadata.sampleWeights : undefined;
    };
    await post(NEW_YEAR, { work: 30 }, { rate: 10 });
    await post(NEW_YEAR + 1, { work: 10 }, { rate: 5 });
    assert.deepEqual(await rates(), { WALL_TIME: 8 });
    await foldAll(service.service);
    assert.deepEqual(await rates(), { WALL_TIME: 8 });
    await post(NEW_YEAR + 2, { work: 1 });
    assert.equal(await rates(), undefined);
  });

  it('are Ion for those who ask for that, and for those who name no type', async () => {
    await post(NEW_YEAR, { work: 1, rest: 2 });
    for (const accept of [undefined, 'application/x-amzn-ion']) {
      const { profile, contentType } = await service.client.send(
        new GetProfileCommand({ profilingGroupName: 'demo', accept }),
      );
      assert.equal(contentType, 'application/x-amzn-ion');
      const json = encodeAgentProfile(decodePosted('ion', profile ?? new Uint8Array()));
      assert.deepEqual(samplesOf(Buffer.from(json)), { work: 1, rest: 2 });
    }
  });

  it('are cut at maxDepth without losing samples', async () => {
    await post(NEW_YEAR, { work: 1, rest: 2 });
    assert.deepEqual(await read({ period: 'PT5M', maxDepth: 1 }), { main: 3 });
    assert.deepEqual(await read({ period: 'PT5M', maxDepth: 2 }), { work: 1, rest: 2 });
  });

  it('are compressed for those who ask', async () => {
    await post(NEW_YEAR, { work: 1 });
    const target = '/profilingGroups/demo/profile?period=PT5M';
    const plain = await sendSigned(service.address, {
      target,
      headers: { accept: 'application/json' },
    });
    const zipped = await sendSigned(service.address, {
      target,
      headers: { accept: 'application/json', 'accept-encoding': 'deflate, gzip;q=0.5' },
    });
    const refused = await sendSigned(service.address, {
      target,
      headers: { accept: 'application/json', 'accept-encoding': 'gzip;q=0' },
    });
    assert.equal(plain.headers['content-type'], 'application/json');
    assert.equal(plain.headers['content-encoding'], undefined);
    assert.equal(zipped.headers['content-encoding'], 'gzip');
    assert.deepEqual(gunzipSync(zipped.body), plain.body);
    assert.deepEqual(refused.body, plain.body);
  });

  const at = new Date(NEW_YEAR);
  const wrongRanges: [string, Parameters<typeof get>[0], RegExp][] = [
    [
      'all three of start, end and period',
      { ...between(NEW_YEAR, NEW_YEAR + 1000), period: 'PT1H' },
      /at most two of/,
    ],
    ['a start alone', { startTime: at }, /specify the other one or a period too/],
    ['an end alone', { endTime: at }, /specify the other one or a period too/],
    ['an end before the start', between(NEW_YEAR, NEW_YEAR - 1000), /startTime must be before the endTime/],
    ['more than 7 days', between(NEW_YEAR, NEW_YEAR + 7 * DAY + 1000), /not be longer than 7 days/],
    ['a period of more than 7 days', { period: 'P7DT1S', startTime: at }, /not be longer than 7 days/],
    ['a period that is none', { period: 'an hour' }, /'an hour' at 'period'.*ISO 8601 duration/],
    ['a period of nothing', { period: 'PT0S', startTime: at }, /ISO 8601 duration/],
    ['no depth', { period: 'PT5M', maxDepth: 0 }, /'0' at 'maxDepth'.*greater than or equal to 1/],
    [
      'too much depth',
      { period: 'PT5M', maxDepth: 10_001 },
      /'10001' at 'maxDepth'.*less than or equal to 10000/,
    ],
  ];
  for (const [what, input, expected] of wrongRanges) {
    it(`refuse ${what}`, async () => {
      await post(NEW_YEAR, { work: 1 });
      const error = await errorOf(get(input));
      assert.match(error, /^ValidationException 400: /);
      assert.match(error, expected);
    });
  }

  const ranges: [string, Parameters<typeof get>[0]][] = [
    ['start and end', between(NEW_YEAR, NEW_YEAR + 7 * DAY)],
    ['start and period', { startTime: at, period: 'P1DT1H1M1S' }],
    ['end and period', { endTime: new Date(NEW_YEAR + HOUR), period: 'PT1H' }],
    ['a period', { period: 'PT1H' }],
    ['a period that no aggregate has: so much up to the newest five minutes', { period: 'PT10M' }],
    ['nothing: the newest five minutes', {}],
  ];
  for (const [what, input] of ranges) {
    it(`are found by ${what}`, async () => {
      await post(NEW_YEAR, { work: 1 });
      assert.deepEqual(await read(input), { work: 1 });
    });
  }

  it('are not found where nothing was posted', async () => {
    assert.match(
      await errorOf(get({ period: 'PT5M' })),
      /^ResourceNotFoundException 404: No agent has posted/,
    );
    await post(NEW_YEAR, { work: 1 });
    const later = between(NEW_YEAR + HOUR, NEW_YEAR + 2 * HOUR);
    assert.equal(
      await errorOf(get(later)),
      'ResourceNotFoundException 404: No agent profile of this profiling group started between ' +
        `${later.startTime.toISOString()} and ${later.endTime.toISOString()}.`,
    );
  });

  it('add up to what was posted, whatever was read, folded or restarted in between', async () => {
    const random = randomOf(7);
    const below = (most: number) => Math.floor(random() * most);
    const posted: { start: number; name: string; count: number }[] = [];
    const expected = (from: number, to: number) => {
      const sums = new Map<string, number>();
      for (const { name, count } of posted.filter(({ start }) => start >= from && start < to)) {
        sums.set(name, (sums.get(name) ?? 0) + count);
      }
      return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
    };
    for (let step = 0; step < 300; step++) {
      const action = below(20);
      if (action < 13) {
        const one = { start: NEW_YEAR + below(2 * DAY), name: `f${below(5)}`, count: 1 + below(9) };
        await post(one.start, { [one.name]: one.count });
        posted.push(one);
      } else if (action < 19) {
        // Whole seconds: the JavaScript SDK drops the milliseconds of times it sends.
        const [from, to] = [below(2 * 86_400), 1 + below(2 * 86_400)].sort((a, b) => a - b);
        const range = [NEW_YEAR + from * 1000, NEW_YEAR + (to + 1) * 1000] as const;
        const sums = expected(...range);
        const found = Object.keys(sums).length > 0 ? await read(between(...range)) : {};
        assert.deepEqual(found, sums, `step ${step}, from ${from} to ${to}`);
      } else if (below(2) === 0) {
        service = await service.restart();
      } else {
        await foldAll(service.service);
      }
    }
    assert.deepEqual(
      await read(between(NEW_YEAR, NEW_YEAR + 2 * DAY)),
      expected(NEW_YEAR, NEW_YEAR + 2 * DAY),
    );
  });
});
