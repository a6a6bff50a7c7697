import {
  CreateProfilingGroupCommand,
  GetProfileCommand,
  GetRecommendationsCommand,
  ListProfileTimesCommand,
  PostAgentProfileCommand,
} from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY, MINUTE, samplesOf } from './agent-profiles';
import type { TestService } from './running-service';
import { startTestService } from './running-service';

const FOLDER = 'test/fixtures/recordings';

/** What the real Python agent posted while the sample shop ran, see record.mjs there. */
interface Recordings {
  readonly runs: readonly { readonly name: string; readonly files: readonly string[] }[];
}

describe('the reports of a real agent', () => {
  const { runs } = JSON.parse(readFileSync(join(FOLDER, 'recordings.json'), 'utf8')) as Recordings;
  const reports = runs.map(({ name, files }) => ({
    name,
    bodies: files.map((file) => readFileSync(join(FOLDER, file))),
  }));
  const startOf = (body: Uint8Array) => (JSON.parse(Buffer.from(body).toString()) as { start: number }).start;
  const starts = reports.flatMap(({ bodies }) => bodies.map(startOf));
  const range = {
    startTime: new Date(Math.min(...starts) - MINUTE),
    endTime: new Date(Math.max(...starts) + MINUTE),
  };

  let service: TestService;
  before(async () => {
    service = await startTestService();
    for (const { name, bodies } of reports) {
      await service.client.send(
        new CreateProfilingGroupCommand({ profilingGroupName: name, clientToken: name }),
      );
      for (const agentProfile of bodies) {
        await service.client.send(
          new PostAgentProfileCommand({
            profilingGroupName: name,
            agentProfile,
            contentType: 'application/json',
          }),
        );
      }
    }
  });
  after(() => service.end());

  for (const { name, bodies } of reports) {
    it(`of ${name} are filed under their own periods, whatever the clock says`, async () => {
      const { profileTimes } = await service.client.send(
        new ListProfileTimesCommand({
          profilingGroupName: name,
          period: 'P1D',
          ...range,
          startTime: new Date(range.startTime.getTime() - DAY),
        }),
      );
      const days = new Set(bodies.map((body) => new Date(startOf(body)).toISOString().slice(0, 10)));
      assert.deepEqual(new Set(profileTimes?.map(({ start }) => start?.toISOString().slice(0, 10))), days);
    });

    it(`of ${name} come out as the sum of what went in`, async () => {
      const { profile } = await service.client.send(
        new GetProfileCommand({ profilingGroupName: name, accept: 'application/json', ...range }),
      );
      const sums: Record<string, number> = {};
      for (const [frame, count] of bodies.flatMap((body) => Object.entries(samplesOf(body)))) {
        sums[frame] = (sums[frame] ?? 0) + count;
      }
      assert.deepEqual(
        samplesOf(profile),
        Object.fromEntries(Object.entries(sums).sort(([a], [b]) => (a < b ? -1 : 1))),
      );
    });
  }

  it('bring the recommendation about clients made per call, for the run that makes them', async () => {
    const names = async (profilingGroupName: string) => {
      const answer = await service.client.send(
        new GetRecommendationsCommand({ profilingGroupName, ...range }),
      );
      return answer.recommendations?.map(({ pattern }) => pattern?.name ?? '') ?? [];
    };
    const aboutClients = (list: readonly string[]) => list.filter((name) => /AWS SDK|boto/i.test(name));
    assert.equal(aboutClients(await names('run-a')).length, 1);
    assert.deepEqual(aboutClients(await names('run-b')), []);
  });
});
