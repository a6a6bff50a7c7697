import type { CodeGuruProfilerClient } from '@aws-sdk/client-codeguruprofiler';
import {
  CodeGuruProfilerServiceException,
  CreateProfilingGroupCommand,
  DeleteProfilingGroupCommand,
  GetProfileCommand,
  ListProfilingGroupsCommand,
  PostAgentProfileCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomOf } from '../fixtures/random';
import type { Post, Range } from './crash-ledger';
import { bodyOf, checkAtLeast, createPosts, Ledger, pick, randomRange } from './crash-ledger';
import { clientOf, makeFolder } from './running-service';
import { spawnService } from './service-process';

const FOLDERS = 4;
const KILLS = 6;
/** The groups that agents post to, an agent each time; the last one is deleted and made anew all the time. */
const AGENTS = ['busy', 'busy', 'calm', 'doomed'];
const GROUPS = [...new Set(AGENTS)];

/**
 * dist/service.js under load, ended by SIGKILL: agents post, repeat what was not answered, delete and make groups; a
 * reader asks; housekeeping never pauses, so that many a kill falls into a fold or the clearing after a group. What this
 * covers and crash.test.ts does not: requests, threads and connections side by side. What it does not: the disk, since
 * the operating system survives and with it all that was written.
 */
describe(`after ${FOLDERS * KILLS} kills under load`, () => {
  for (let seed = 1; seed <= FOLDERS; seed++) {
    it(`what was acknowledged is there, and counted once (folder ${seed})`, async () => {
      const folder = makeFolder();
      const world = makeWorld(seed);
      for (let kill = 1; kill <= KILLS; kill++) {
        await liveAndDie(folder, world, `folder ${seed}, life ${kill}`);
      }
      const { child, address, ended } = await spawnService(folder);
      const client = clientOf(address);
      await recover(client, world, `folder ${seed}, at the end`);
      client.destroy();
      child.kill();
      assert.equal(await ended(), 0);
      rmSync(folder, { recursive: true });
      const { answered, cutOff } = world;
      assert.ok(answered > 20 * KILLS, `a stream, not ${answered} answers`);
      assert.ok(cutOff >= KILLS, `${cutOff} requests were cut off`);
    }).timeout(120_000);
  }
});

interface World {
  readonly random: () => number;
  readonly now: number;
  readonly ledger: Ledger;
  readonly nextPost: () => Post;
  /** Requests of agents that were answered, and that were not. */
  answered: number;
  cutOff: number;
}

function makeWorld(seed: number): World {
  const random = randomOf(seed);
  const now = Date.now();
  const nextPost = createPosts(random, now);
  return { random, now, ledger: new Ledger(), nextPost, answered: 0, cutOff: 0 };
}

async function liveAndDie(folder: string, world: World, when: string): Promise<void> {
  const { child, address, ended } = await spawnService(folder, ['--longest-pause', '1']);
  const client = clientOf(address);
  await recover(client, world, `${when}, at its beginning`);
  // Counted in answers, not in time: a busy machine gives as many. The pause moves the kill across their phases.
  const last = world.answered + 20 + Math.floor(world.random() * 40);
  const pause = world.random() * 20;
  const onAnswer = () => {
    world.answered++;
    if (world.answered === last) {
      void sleep(pause).then(() => child.kill('SIGKILL'));
    }
  };
  const agents = AGENTS.map((group) => runAgent(client, world, group, onAnswer));
  await Promise.all([...agents, readUntilGone(client, world, when), ended()]);
  client.destroy();
}

/** Looks, asks again what was in doubt, and looks again. */
async function recover(client: CodeGuruProfilerClient, world: World, when: string): Promise<void> {
  const { ledger } = world;
  const { profilingGroupNames = [] } = await client.send(new ListProfilingGroupsCommand({}));
  for (const group of GROUPS) {
    const isThere = profilingGroupNames.includes(group);
    assert.ok(isThere || !ledger.has(group) || group === 'doomed', `${when}: ${group} is gone`);
    if (!isThere) {
      await create(client, group);
      ledger.delete(group);
    }
    if (!ledger.has(group)) {
      ledger.create(group);
    }
  }
  await checkAll(client, world, when);
  for (const { group, post } of ledger.takeDoubts()) {
    await send(client, group, post);
    ledger.acknowledge(group, post);
  }
  await checkAll(client, world, `${when}, with nothing in doubt`);
}

async function checkAll(
  client: CodeGuruProfilerClient,
  { random, now, ledger }: World,
  when: string,
): Promise<void> {
  for (const group of GROUPS) {
    for (const range of [...ledger.days(group), randomRange(random, now)]) {
      ledger.check(group, range, await read(client, group, range), when);
    }
  }
}

/** Posts until the connection breaks; the agent of the doomed group deletes it and makes it anew in between. */
async function runAgent(
  client: CodeGuruProfilerClient,
  world: World,
  group: string,
  onAnswer: () => void,
): Promise<void> {
  const { random, ledger } = world;
  for (;;) {
    if (group === 'doomed' && random() < 0.2) {
      if (!(await isAnswered(world, deleteAndCreate(client, ledger, group)))) return;
    } else {
      const isRepeated = random() < 0.15;
      const known = ledger.posts(group);
      const post = isRepeated && known.length > 0 ? pick(random, known) : world.nextPost();
      if (!(await isAnswered(world, send(client, group, post)))) {
        if (!known.includes(post)) ledger.doubt(group, post);
        return;
      }
      ledger.acknowledge(group, post);
    }
    onAnswer();
  }
}

async function deleteAndCreate(client: CodeGuruProfilerClient, ledger: Ledger, group: string): Promise<void> {
  await client.send(new DeleteProfilingGroupCommand({ profilingGroupName: group }));
  ledger.delete(group);
  await create(client, group);
  ledger.create(group);
}

/** Broken connections are what a kill looks like; a refusal would be a failure of the service. */
async function isAnswered(world: World, request: Promise<unknown>): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    assert.ok(!(error instanceof CodeGuruProfilerServiceException), String(error));
    world.cutOff++;
    return false;
  }
}

/** Every answer holds all that was acknowledged before it was asked for, and nothing twice. */
async function readUntilGone(client: CodeGuruProfilerClient, world: World, when: string): Promise<void> {
  const { random, ledger } = world;
  for (;;) {
    const [day] = ledger.days('busy');
    const range = random() < 0.5 || day === undefined ? randomRange(random, world.now) : day;
    const before = ledger.posts('busy');
    let profile: Uint8Array | undefined;
    try {
      profile = await read(client, 'busy', range);
    } catch (error) {
      assert.ok(!(error instanceof CodeGuruProfilerServiceException), String(error));
      return;
    }
    checkAtLeast(before, range, profile, `${when}, beside posts`);
  }
}

function create(client: CodeGuruProfilerClient, group: string): Promise<unknown> {
  return client.send(
    new CreateProfilingGroupCommand({ profilingGroupName: group, clientToken: crypto.randomUUID() }),
  );
}

function send(client: CodeGuruProfilerClient, group: string, post: Post): Promise<unknown> {
  return client.send(
    new PostAgentProfileCommand({
      profilingGroupName: group,
      agentProfile: bodyOf(post),
      contentType: 'application/json',
      profileToken: post.name,
    }),
  );
}

async function read(
  client: CodeGuruProfilerClient,
  group: string,
  { start, end }: Range,
): Promise<Uint8Array | undefined> {
  try {
    const { profile } = await client.send(
      new GetProfileCommand({
        profilingGroupName: group,
        accept: 'application/json',
        startTime: new Date(start),
        endTime: new Date(end),
      }),
    );
    return profile;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
