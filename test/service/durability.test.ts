import type { CodeGuruProfilerClient } from '@aws-sdk/client-codeguruprofiler';
import {
  CreateProfilingGroupCommand,
  GetProfileCommand,
  PostAgentProfileCommand,
} from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomOf } from '../fixtures/random';
import { agentProfile, MINUTE, NEW_YEAR, samplesOf } from './agent-profiles';
import { clientOf, makeFolder } from './running-service';
import { spawnService } from './service-process';

const ROUNDS = 20;
const AGENTS = 3;

/**
 * Agents post while the service is killed, twenty times on one folder. Each profile has one sample in a frame of its
 * own name, so what is stored can be compared profile by profile with what was acknowledged.
 */
describe('what was answered 204', () => {
  it('is there after kill -9, and counted once', async () => {
    const folder = makeFolder();
    const random = randomOf(11);
    const acknowledged = new Set<string>();
    /** Cut off in the middle: stored or not, but never twice. Retried with its token by the next round. */
    let unsure: string[] = [];
    let killedInFlight = 0;

    for (let round = 0; round < ROUNDS; round++) {
      const { child, address, ended } = await spawnService(folder);
      const client = clientOf(address);
      if (round === 0) {
        await client.send(
          new CreateProfilingGroupCommand({ profilingGroupName: 'demo', clientToken: 'token' }),
        );
      }
      for (const name of unsure) {
        await post(client, name);
        acknowledged.add(name);
      }
      await compare(client, acknowledged, `round ${round}, after the restart`);

      unsure = [];
      // Counted in posts, not in time: a busy machine gets as many. The pause moves the kill across their phases.
      let untilKill = 5 + Math.floor(random() * 20);
      const pause = random() * 6;
      const agents = Array.from({ length: AGENTS }, async (_, agent) => {
        for (let number = 0; ; number++) {
          const name = `r${round}-a${agent}-${number}`;
          try {
            await post(client, name);
            acknowledged.add(name);
            untilKill--;
            if (untilKill === 0) {
              void sleep(pause).then(() => child.kill('SIGKILL'));
            }
          } catch {
            unsure.push(name); // The connection broke: the service is gone.
            return;
          }
        }
      });
      // Some rounds are killed while aggregates are being made, too.
      const reader = round % 2 === 0 ? undefined : readUntilGone(client);
      await Promise.all([...agents, reader, ended()]);
      killedInFlight += unsure.length;
      client.destroy();
    }

    const { child, address, ended } = await spawnService(folder);
    const client = clientOf(address);
    const stored = await read(client);
    for (const name of unsure.filter((one) => one in stored)) {
      acknowledged.add(name);
    }
    await compare(client, acknowledged, 'at the end');
    client.destroy();
    child.kill();
    await ended();
    rmSync(folder, { recursive: true });
    assert.ok(acknowledged.size > 5 * ROUNDS, `a stream, not ${acknowledged.size} posts`);
    assert.ok(killedInFlight >= ROUNDS, `${killedInFlight} posts were cut off`);
  }).timeout(120_000);
});

/** Spread over an hour, so that all kinds of aggregates have something to do. */
function post(client: CodeGuruProfilerClient, name: string): Promise<unknown> {
  const minute = [...name].reduce((sum, character) => sum + character.charCodeAt(0), 0) % 60;
  return client.send(
    new PostAgentProfileCommand({
      profilingGroupName: 'demo',
      agentProfile: agentProfile({ [name]: 1 }, { start: NEW_YEAR + minute * MINUTE }),
      contentType: 'application/json',
      profileToken: name,
    }),
  );
}

async function compare(
  client: CodeGuruProfilerClient,
  acknowledged: ReadonlySet<string>,
  when: string,
): Promise<void> {
  if (acknowledged.size === 0) {
    return;
  }
  const expected = Object.fromEntries([...acknowledged].sort().map((name) => [name, 1]));
  assert.deepEqual(await read(client), expected, when);
}

async function read(client: CodeGuruProfilerClient): Promise<Record<string, number>> {
  const { profile } = await client.send(new GetProfileCommand({ profilingGroupName: 'demo', period: 'P1D' }));
  return samplesOf(profile);
}

async function readUntilGone(client: CodeGuruProfilerClient): Promise<void> {
  for (;;) {
    try {
      await read(client);
    } catch {
      return;
    }
  }
}
