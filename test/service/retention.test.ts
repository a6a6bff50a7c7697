import {
  CreateProfilingGroupCommand,
  GetProfileCommand,
  ListProfileTimesCommand,
  PostAgentProfileCommand,
} from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { expire } from '../../src/service/engine/expire';
import { expireAll, foldAll } from '../../src/service/housekeeping';
import { files } from '../../src/service/handshake';
import { openStore } from '../../src/service/store/store';
import { agentProfile, DAY, HOUR, MINUTE, NEW_YEAR, samplesOf } from './agent-profiles';
import type { TestService } from './running-service';
import { startTestService } from './running-service';
import { errorOf } from './sdk-errors';

/** Half past ten of that day, when everything was posted. */
const THEN = NEW_YEAR + 10.5 * HOUR;

describe('what was posted', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await startTestService({ clock: () => THEN });
    await service.client.send(
      new CreateProfilingGroupCommand({ profilingGroupName: 'demo', clientToken: 'token' }),
    );
  });
  afterEach(() => service.end());

  const post = (time: number, counts: Record<string, number>, profilingGroupName = 'demo') =>
    service.client.send(
      new PostAgentProfileCommand({
        profilingGroupName,
        agentProfile: agentProfile(counts, { start: time }),
        contentType: 'application/json',
      }),
    );
  const read = async (startTime: number, endTime: number) => {
    const range = { startTime: new Date(startTime), endTime: new Date(endTime) };
    const { profile } = await service.client.send(
      new GetProfileCommand({ profilingGroupName: 'demo', accept: 'application/json', ...range }),
    );
    return samplesOf(profile);
  };
  /** The service some days later, after it has tidied up. */
  const later = async (days: number) => {
    const now = THEN + days * DAY;
    service = await service.restart({ clock: () => now });
    await foldAll(service.service);
    await expireAll(service.service);
  };
  const periods = async () => {
    const range = { startTime: new Date(NEW_YEAR), endTime: new Date(NEW_YEAR + DAY) };
    const kinds = ['PT5M', 'PT1H', 'P1D'] as const;
    const counts = await Promise.all(
      kinds.map(async (period) => {
        const { profileTimes } = await service.client.send(
          new ListProfileTimesCommand({ profilingGroupName: 'demo', period, ...range }),
        );
        return `${period} ${profileTimes?.length ?? 0}`;
      }),
    );
    return counts.join(', ');
  };

  it('becomes coarser as it grows old, and is gone after three years', async () => {
    await post(NEW_YEAR + 9 * HOUR + 58 * MINUTE, { nine: 1 });
    await post(NEW_YEAR + 10 * HOUR + 2 * MINUTE, { ten: 10 });
    await post(NEW_YEAR + 10 * HOUR + 20 * MINUTE, { twenty: 100 });
    const around = () => read(NEW_YEAR + 9 * HOUR + 57 * MINUTE, NEW_YEAR + 10 * HOUR + 3 * MINUTE);

    assert.equal(await periods(), 'PT5M 3, PT1H 2, P1D 1');
    assert.deepEqual(await around(), { nine: 1, ten: 10 });
    await later(17);
    assert.equal(await periods(), 'PT5M 0, PT1H 2, P1D 1');
    assert.deepEqual(await around(), { nine: 1, ten: 10, twenty: 100 });
    assert.deepEqual(await read(NEW_YEAR + 9 * HOUR, NEW_YEAR + 9 * HOUR + 5 * MINUTE), { nine: 1 });
    await later(62);
    assert.equal(await periods(), 'PT5M 0, PT1H 0, P1D 1');
    assert.deepEqual(await read(NEW_YEAR + HOUR, NEW_YEAR + 2 * HOUR), { nine: 1, ten: 10, twenty: 100 });
    await later(3 * 365 + 2);
    assert.equal(await periods(), 'PT5M 0, PT1H 0, P1D 0');
    assert.match(await errorOf(around()), /^ResourceNotFoundException/);
  });

  it('counts once, also when a part of it came after the rest had grown old', async () => {
    const early = NEW_YEAR + 10 * HOUR + 2 * MINUTE;
    await post(early, { work: 1 });
    await later(17);
    await post(early, { work: 10 });
    assert.deepEqual(await read(early, early + MINUTE), { work: 11 });
    await foldAll(service.service);
    await expireAll(service.service);
    assert.equal(await periods(), 'PT5M 0, PT1H 1, P1D 1');
    assert.deepEqual(await read(early, early + MINUTE), { work: 11 });
    await later(62);
    assert.deepEqual(await read(early, early + MINUTE), { work: 11 });
  });

  it('makes room when the store is full: then five minutes cannot be cut any more', async () => {
    const early = NEW_YEAR + 10 * HOUR;
    await post(early + MINUTE, { first: 1 });
    await post(early + 3 * MINUTE, { second: 10 });
    await post(early + 6 * MINUTE, { third: 100 });
    const firstMinutes = () => read(early, early + 2 * MINUTE);
    assert.deepEqual(await firstMinutes(), { first: 1 });
    await foldAll(service.service);
    assert.deepEqual(await firstMinutes(), { first: 1 });

    const store = openStore(files.database(service.address.dataFolder));
    while (expire(store, THEN, 0));
    store.close();
    assert.deepEqual(await firstMinutes(), { first: 1, second: 10 });
    assert.deepEqual(await read(early, early + HOUR), { first: 1, second: 10, third: 100 });
  });

  it('is set aside when it cannot be read any more, and the rest goes on', async () => {
    await post(NEW_YEAR + MINUTE, { broken: 1 });
    await post(NEW_YEAR + 2 * MINUTE, { sound: 10 });
    const database = new DatabaseSync(files.database(service.address.dataFolder));
    database.exec("UPDATE agent_profile SET body = x'00' WHERE id = 1");
    await foldAll(service.service);
    assert.deepEqual(await read(NEW_YEAR, NEW_YEAR + HOUR), { sound: 10 });
    assert.match(service.logged.join('\n'), /agent profile 1 cannot be read any more and is set aside/);
    assert.deepEqual(
      database
        .prepare('SELECT id, folded FROM agent_profile')
        .all()
        .map(({ id, folded }) => `${String(id)}: ${String(folded)}`),
      ['1: 2', '2: 1'],
    );
    database.close();
  });

  it('is not lost where the clock was ahead for a while', async () => {
    await post(NEW_YEAR + MINUTE, { work: 1 });
    service = await service.restart({ clock: () => THEN + 17 * DAY });
    await expireAll(service.service);
    service = await service.restart({ clock: () => THEN });
    await foldAll(service.service);
    service = await service.restart(); // What it has made it knows by heart.
    assert.deepEqual(await read(NEW_YEAR, NEW_YEAR + 5 * MINUTE), { work: 1 });
    assert.equal(await periods(), 'PT5M 1, PT1H 1, P1D 1');
  });

  it('is folded also where another group cannot be', async () => {
    await post(NEW_YEAR + MINUTE, { old: 1 });
    await foldAll(service.service);
    const database = new DatabaseSync(files.database(service.address.dataFolder));
    database.exec("UPDATE aggregate SET body = x'00'");
    service = await service.restart(); // It knows no aggregate by heart any more.
    await service.client.send(
      new CreateProfilingGroupCommand({ profilingGroupName: 'sound', clientToken: 'b' }),
    );
    await post(NEW_YEAR + 2 * MINUTE, { late: 10 });
    await post(NEW_YEAR + 3 * MINUTE, { fine: 100 }, 'sound');
    await foldAll(service.service);
    assert.deepEqual(
      database
        .prepare('SELECT group_id, folded FROM agent_profile ORDER BY id')
        .all()
        .map(({ group_id, folded }) => `${String(group_id)}: ${String(folded)}`),
      ['1: 1', '1: 0', '2: 1'],
    );
    assert.match(service.logged.join('\n'), /profiles of a group cannot be folded, and are tried again/);
    database.close();
  });

  it('was refused when it came from the future, or from before all retention', async () => {
    assert.match(
      await errorOf(post(THEN + 16 * MINUTE, { work: 1 })),
      /^ValidationException 400: The agent profile ends at .*more than 15 minutes from now .*set the clock/,
    );
    await post(THEN + 14 * MINUTE, { work: 1 });
    assert.match(
      await errorOf(post(THEN - 3 * 366 * DAY, { work: 1 })),
      /^ValidationException 400: The agent profile started at .*too old/,
    );
    await post(THEN - 3 * 364 * DAY, { work: 1 });
  });
});
