/* eslint no-console: off -- what was refused, and why, is what the run is for */
import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CreateProfilingGroupCommand } from '@aws-sdk/client-codeguruprofiler';
import { ValidationException } from '../../src/service/errors';
import { checkPosted, decodePosted } from '../../src/service/posted-profile';
import { randomOf } from '../fixtures/random';
import { NEW_YEAR } from './agent-profiles';
import type { Post } from './mutate';
import { Dice, mutatedPost } from './mutate';
import { sendSigned, startTestService } from './running-service';

const POSTS = 100_000;
const POSTS_OVER_HTTP = 3000;
const MEBIBYTE = 1024 * 1024;

/** What the readers may hold on to when all is done: caches of compiled code and of texts, not a byte of a post. */
const BOUND = 32 * MEBIBYTE;

describe('a hundred thousand damaged agent profiles', () => {
  it('are each read or refused with a sentence, and leave nothing behind', function () {
    this.timeout(300_000);
    const collect = garbageCollector();
    const dice = new Dice(randomOf(20_261_121), Date.UTC(2026, 0));
    const outcomes = new Map<string, number>();
    let slowest = { ms: 0, bytes: 1, number: 0 };
    let heapBefore = 0;
    for (let number = 0; number < POSTS; number++) {
      // Past the first tenth everything is compiled and every seed is made.
      if (number === POSTS / 10) heapBefore = collect();
      const post = mutatedPost(dice);
      const started = performance.now();
      count(outcomes, `${post.contentType} ${outcomeOf(post, number)}`);
      const ms = performance.now() - started;
      if (ms > slowest.ms) slowest = { ms, bytes: post.body.length, number };
    }
    const growth = collect() - heapBefore;
    report(outcomes, slowest, growth);
    assert.ok(growth < BOUND, `the heap grew by ${growth} bytes`);
    for (const contentType of ['application/json', 'application/x-amzn-ion']) {
      const accepted = outcomes.get(`${contentType} accepted`) ?? 0;
      // Otherwise the damage would be so great that it shows the first check alone, or so small that it shows none.
      assert.ok(accepted > POSTS / 50 && accepted < POSTS / 3, `${accepted} of ${contentType} were accepted`);
    }
  });

  it('are answered 204 or 400 by a service that stays up', async function () {
    this.timeout(120_000);
    const service = await startTestService();
    try {
      await service.client.send(
        new CreateProfilingGroupCommand({ profilingGroupName: 'demo', clientToken: 'token' }),
      );
      const dice = new Dice(randomOf(2), NEW_YEAR);
      const statuses = new Map<string, number>();
      for (let sent = 0; sent < POSTS_OVER_HTTP; sent += 20) {
        const posts = Array.from({ length: 20 }, () => mutatedPost(dice));
        const answers = await Promise.all(
          posts.map(({ contentType, body }) =>
            sendSigned(service.address, {
              method: 'POST',
              target: '/profilingGroups/demo/agentProfile',
              headers: { 'content-type': contentType },
              body,
            }),
          ),
        );
        answers.forEach(({ status, error }) => count(statuses, `${status} ${error.split(':')[0]}`));
      }
      console.log(
        `        ${[...statuses].map(([status, times]) => `${status.trim()}: ${times}`).join(', ')}`,
      );
      assert.deepEqual([...statuses.keys()].sort(), ['204 ', '400 ValidationException']);
      assert.deepEqual(service.logged, []);
    } finally {
      await service.end();
    }
  });
});

/** 'accepted', or the sentence without what is particular to the post. */
function outcomeOf({ body, contentType }: Post, number: number): string {
  try {
    const { format, meta } = checkPosted(body, contentType);
    assert.deepEqual(decodePosted(format, body).meta, meta);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof ValidationException)) {
      throw new Error(`post ${number} breaks the reader: ${body.toString('base64')}`, { cause: error });
    }
    return reasonIn(error.message);
  }
}

function reasonIn(message: string): string {
  return message
    .replace('The agent profile is not valid: ', '')
    .replace(/\S+ must be/, '… must be')
    .replace(/^.*… must be/, '… must be')
    .replace(/, not .*/s, '')
    .replaceAll(/\$?\d+/g, 'N')
    .slice(0, 90);
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function report(
  outcomes: ReadonlyMap<string, number>,
  { ms, bytes, number }: { ms: number; bytes: number; number: number },
  growth: number,
): void {
  const rows = [...outcomes].sort(([, a], [, b]) => b - a);
  const shown = rows.map(([outcome, times]) => `        ${String(times).padStart(6)}  ${outcome}`);
  console.log(
    [
      ...shown,
      `        slowest: post ${number}, ${bytes} bytes in ${ms.toFixed(1)} ms`,
      `        heap after ${POSTS} posts: ${(growth / MEBIBYTE).toFixed(1)} MiB more than after a tenth of them`,
    ].join('\n'),
  );
}

/** Collects, and tells the bytes that are left; the flag works where node was started without it. */
function garbageCollector(): () => number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  return () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
}
