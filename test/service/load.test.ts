import { CreateProfilingGroupCommand } from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { agentProfile, MINUTE, NEW_YEAR, samplesOf } from './agent-profiles';
import type { RawAnswer, RawRequest, TestService } from './running-service';
import { sendRaw, sendSigned, signed, startTestService } from './running-service';

const AGENTS = 64;
const POSTS = 6;
const JSON_TYPE = { 'content-type': 'application/json' };

describe('a service with much to do', () => {
  let service: TestService;
  const start = async (options: Parameters<typeof startTestService>[0] = {}) => {
    service = await startTestService(options);
    await service.client.send(
      new CreateProfilingGroupCommand({ profilingGroupName: 'demo', clientToken: 'token' }),
    );
  };
  afterEach(() => service.end());

  const toPost = (token: string, body: Uint8Array, headers = {}): RawRequest => ({
    method: 'POST',
    target: `/profilingGroups/demo/agentProfile?profileToken=${token}`,
    headers: { ...JSON_TYPE, ...headers },
    body,
  });
  const toConfigure: RawRequest = {
    method: 'POST',
    target: '/profilingGroups/demo/configureAgent',
    headers: JSON_TYPE,
    body: '{}',
  };
  const toRead: RawRequest = {
    target: '/profilingGroups/demo/profile?period=PT1H',
    headers: { accept: 'application/json' },
  };

  for (const [what, requests] of [
    ['takes them all', 1000],
    ['tells those to come again that it has no room for', 8],
  ] as const) {
    it(`acknowledges or refuses each of 64 agents that post at once, and ${what}`, async () => {
      await start({ limits: { requests } });
      const sums = { sent: 0, acknowledged: 0 };
      let refusals = 0;
      const agents = Array.from({ length: AGENTS }, async (_, agent) => {
        for (let number = 0; number < POSTS; number++) {
          const at = NEW_YEAR + number * 10 * MINUTE;
          const request = toPost(
            `${agent}-${number}`,
            agentProfile({ [`f${agent}`]: 1 + number }, { start: at }),
          );
          sums.sent += 1 + number;
          for (;;) {
            const answer = await sendSigned(service.address, request);
            if (answer.status === 204) {
              break;
            }
            refusals++;
            assert.match(answer.error, /^ThrottlingException: /);
            assert.equal(answer.headers['retry-after'], '1');
            await sleep(20); // Who is told a second comes again in a second; this test is not that patient.
          }
          sums.acknowledged += 1 + number;
        }
      });
      let isOver = false;
      const posting = Promise.all(agents).finally(() => (isOver = true));
      while (!isOver) {
        await readWithin(sums);
      }
      await posting;
      const read = await sendSigned(service.address, toRead);
      const each = (POSTS * (POSTS + 1)) / 2;
      assert.deepEqual(
        samplesOf(read.body),
        Object.fromEntries(Array.from({ length: AGENTS }, (_, agent) => [`f${agent}`, each]).sort()),
      );
      assert.equal(refusals > 0, requests < AGENTS, `${refusals} refusals`);
    });
  }

  /** Whatever was acknowledged before a question is in its answer, and nothing that was not posted. */
  async function readWithin(sums: { readonly sent: number; readonly acknowledged: number }): Promise<void> {
    const least = sums.acknowledged;
    const answer = await sendSigned(service.address, toRead);
    if (answer.status === 429 || (answer.status === 404 && least === 0)) {
      return;
    }
    assert.equal(answer.status, 200, answer.error);
    const total = Object.values(samplesOf(answer.body)).reduce((sum, count) => sum + count, 0);
    assert.ok(least <= total && total <= sums.sent, `${total} samples, not from ${least} to ${sums.sent}`);
  }

  it('goes on answering agents while a profile of 200,000 stacks is filed, and while it is read', async () => {
    await start();
    const functions = Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`f${i}`, 1]));
    const body = gzipSync(agentProfile(functions), { level: 1 });
    for (const big of [toPost('big', body, { 'content-encoding': 'gzip' }), toRead]) {
      const prepared = await Promise.all(
        Array.from({ length: 5 }, () => signed(service.address, toConfigure)),
      );
      const order: string[] = [];
      const begun = onceAsked(service);
      const long = sendSigned(service.address, big).then((answer) => note(answer, 'long', order));
      await begun;
      for (const request of prepared) {
        note(await sendRaw(service.address.endpoint, request), 'quick', order);
      }
      await long;
      assert.deepEqual(order, ['quick', 'quick', 'quick', 'quick', 'quick', 'long'], big.target);
    }
  });
});

function note({ status, error }: RawAnswer, what: string, order: string[]): void {
  assert.ok(status < 300, error);
  order.push(what);
}

/** Resolves when the next job goes to the engine's threads. */
function onceAsked({ service: { engine } }: TestService): Promise<void> {
  const ask = engine.ask.bind(engine);
  return new Promise((resolve) => {
    engine.ask = (job, input) => {
      engine.ask = ask;
      resolve();
      return ask(job, input);
    };
  });
}
