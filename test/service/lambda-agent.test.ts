import {
  DescribeProfilingGroupCommand,
  GetProfileCommand,
  ListProfilingGroupsCommand,
} from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { devNull } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { pythonWithAgent } from '../e2e/agent-python';
import { DAY, samplesOf } from './agent-profiles';
import type { TestService } from './running-service';
import { startTestService } from './running-service';

/**
 * A function as AWS Lambda runs it: handed an event and a context again and again, the agent pausing in between. The
 * overrides are faster than what any service may ask for, since the agent asks again only after a report.
 */
const FUNCTION = `
import sys
import threading
import time
from datetime import timedelta
from codeguru_profiler_agent import with_lambda_profiler

class Context:
    invoked_function_arn = 'arn:aws:lambda:us-east-1:000000000000:function:shop'
    aws_request_id = '8476a536-e9f4-11e8-9739-2dfe598c3fcd'
    def get_remaining_time_in_millis(self):
        return 3000

FAST = dict(
    sampling_interval=timedelta(milliseconds=20),
    reporting_interval=timedelta(milliseconds=500),
    minimum_time_reporting=timedelta(milliseconds=200),
    cpu_limit_percentage=90,
)

def search(until):
    while time.time() < until:
        sum(number * number for number in range(1000))

@with_lambda_profiler(profiling_group_name='aws-lambda-shop', environment_override=FAST)
def handler(event, context):
    search(time.time() + event['seconds'])

# Until the test has seen what it waits for and closes the standard input.
done = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), done.set()), daemon=True).start()
while not done.is_set():
    handler({'seconds': 0.5}, Context())
`;

/** Set on Lambda by Lambda; the agent goes by the first two. */
const LAMBDA = {
  LAMBDA_TASK_ROOT: '/var/task',
  LAMBDA_RUNTIME_DIR: '/var/runtime',
  AWS_LAMBDA_FUNCTION_NAME: 'shop',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
  AWS_EXECUTION_ENV: 'AWS_Lambda_python3.11',
};

describe('the Python agent in a function', () => {
  let python: string;
  let service: TestService;
  let requests = 0;
  before(async function () {
    python = await pythonWithAgent(this);
  });
  beforeEach(async () => {
    requests = 0;
    service = await startTestService({ onActivity: () => requests++ });
  });
  afterEach(() => service.end());

  /** With the key of agents, as everything that runs in a profiled program should. */
  const runUntil = async (
    isDone: () => Promise<boolean>,
    environment: Readonly<Record<string, string>> = {},
  ) => {
    const { endpoint, region, agentKey } = service.address;
    const child = spawn(python, ['-c', FUNCTION], {
      stdio: ['pipe', 'ignore', 'pipe'],
      env: {
        PATH: process.env.PATH,
        AWS_ENDPOINT_URL_CODEGURUPROFILER: endpoint,
        AWS_ACCESS_KEY_ID: agentKey?.accessKeyId,
        AWS_SECRET_ACCESS_KEY: agentKey?.secretAccessKey,
        AWS_DEFAULT_REGION: region,
        AWS_CONFIG_FILE: devNull,
        AWS_SHARED_CREDENTIALS_FILE: devNull,
        AWS_EC2_METADATA_DISABLED: 'true',
        ...environment,
      },
    });
    const printed: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => printed.push(chunk));
    const closed = once(child, 'close');
    while (child.exitCode === null && !(await isDone())) {
      await sleep(100);
    }
    child.stdin.end();
    const [code] = (await closed) as [number | null];
    assert.equal(code, 0, Buffer.concat(printed).toString());
  };

  it('on Lambda makes the profiling group that it does not find, then asks and posts', async () => {
    const group = { profilingGroupName: 'aws-lambda-shop' };
    const describeGroup = async () =>
      (await service.client.send(new DescribeProfilingGroupCommand(group))).profilingGroup;
    const hasReported = () =>
      describeGroup().then(
        (found) => found?.profilingStatus?.latestAgentProfileReportedAt !== undefined,
        () => false, // It is not made yet.
      );
    await runUntil(hasReported, LAMBDA);
    const profilingGroup = await describeGroup();
    assert.equal(profilingGroup?.computePlatform, 'AWSLambda');
    const { latestAgentOrchestratedAt, latestAgentProfileReportedAt } = profilingGroup.profilingStatus ?? {};
    assert.ok(latestAgentOrchestratedAt && latestAgentProfileReportedAt);
    const now = Date.now();
    const { profile } = await service.client.send(
      new GetProfileCommand({
        ...group,
        accept: 'application/json',
        startTime: new Date(now - DAY),
        endTime: new Date(now + 1000),
      }),
    );
    assert.match(Object.keys(samplesOf(profile)).join(' '), /search|<genexpr>/);
    const { fleet } = JSON.parse(Buffer.from(profile ?? []).toString()) as { fleet: object[] };
    assert.match(JSON.stringify(fleet), /aws_lambda.*function:shop/);
  }).timeout(60_000);

  it('elsewhere makes no profiling group', async () => {
    await runUntil(() => Promise.resolve(requests > 0));
    assert.ok(requests > 0, 'the agent asked');
    const { profilingGroupNames } = await service.client.send(new ListProfilingGroupsCommand({}));
    assert.deepEqual(profilingGroupNames, []);
  }).timeout(60_000);
});
