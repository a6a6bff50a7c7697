import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skip } from '../../harness/skip';
import { agentProfile, samplesOf } from '../agent-profiles';
import type { TestService } from '../running-service';
import { startTestService } from '../running-service';
import { HOUR_AGO, iso } from './cases/inputs';
import { ENVIRONMENT } from './python-client';
import { ensurePythonClients, INSTALL_TIMEOUT_MS } from './python-environment';

// The program `aws` itself, as somebody at a terminal meets it: words in, what it prints, exit code.

describe('aws codeguruprofiler', () => {
  let service: TestService;
  let folder: string;
  let aws: string;
  before(async function () {
    this.timeout(INSTALL_TIMEOUT_MS);
    if (process.platform === 'win32') return skip(this, 'aws.cmd needs a shell, and the tests use none');
    const environment = await ensurePythonClients();
    if (typeof environment === 'string') return skip(this, environment);
    aws = environment.aws;
    folder = mkdtempSync(join(tmpdir(), 'burnline-aws-'));
    service = await startTestService();
  });
  after(async () => {
    if (folder !== undefined) rmSync(folder, { recursive: true });
    await service?.end();
  });

  interface Printed {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
  }

  /** The endpoint is in the words, or in the environment where a test says so. */
  const run = (words: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Printed> => {
    const { endpoint, region, accessKeyId, secretAccessKey } = service.address;
    const env = {
      ...ENVIRONMENT,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...more,
    };
    const target = 'AWS_ENDPOINT_URL_CODEGURUPROFILER' in more ? [] : ['--endpoint-url', endpoint];
    return new Promise((resolve) => {
      execFile(
        aws,
        ['codeguruprofiler', ...words, ...target],
        { cwd: folder, env },
        (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
    });
  };
  const group = ['--profiling-group-name', 'demo'];

  it('creates a group, posts to it, reads the profile, and lists its times', async () => {
    const created = await run(['create-profiling-group', ...group, '--tags', 'team=payments,stage=beta']);
    assert.equal(created.code, 0, created.stderr);
    const { profilingGroup } = JSON.parse(created.stdout) as { profilingGroup: Record<string, unknown> };
    assert.equal(profilingGroup.arn, 'arn:aws:codeguru-profiler:us-east-1:000000000000:profilingGroup/demo');
    assert.deepEqual(profilingGroup.tags, { team: 'payments', stage: 'beta' });

    writeFileSync(join(folder, 'profile.json'), agentProfile({ work: 3 }, { start: HOUR_AGO }));
    const post = ['--agent-profile', 'fileb://profile.json', '--content-type', 'application/json'];
    assert.deepEqual(await run(['post-agent-profile', ...group, ...post]), {
      code: 0,
      stdout: '',
      stderr: '',
    });

    const get = [
      '--start-time',
      iso(HOUR_AGO),
      '--period',
      'PT1H',
      '--accept',
      'application/json',
      'out.json',
    ];
    const got = await run(['get-profile', ...group, ...get]);
    assert.deepEqual([got.code, JSON.parse(got.stdout)], [0, { contentType: 'application/json' }]);
    assert.deepEqual(samplesOf(readFileSync(join(folder, 'out.json'))), { work: 3 });

    // An endpoint from the environment, a time with an offset, and the CLI's own choice of what to print.
    const times = await run(
      [
        ...['list-profile-times', ...group, '--period', 'PT5M', '--end-time', iso(HOUR_AGO + 1000)],
        ...['--start-time', iso(HOUR_AGO - 5 * 3_600_000).replace('.000Z', '-05:00')],
        ...['--query', 'profileTimes[].start', '--output', 'text'],
      ],
      { AWS_ENDPOINT_URL_CODEGURUPROFILER: service.address.endpoint },
    );
    assert.deepEqual(times, { code: 0, stdout: `${iso(HOUR_AGO)}\n`, stderr: '' });
  });

  it('prints one sentence on stderr and ends with 254 or 255 where the service refuses', async () => {
    const check = async (words: readonly string[], expected: string, more = {}) => {
      const { code, stdout, stderr } = await run(words, more);
      assert.deepEqual([stdout, stderr.trim()], ['', expected]);
      // Version 1 ends with 255, version 2 with 254.
      assert.ok(code === 254 || code === 255, String(code));
    };
    const failed = (error: string, operation: string) =>
      `An error occurred (${error}) when calling the ${operation} operation`;
    await check(
      ['describe-profiling-group', '--profiling-group-name', 'none'],
      `${failed('ResourceNotFoundException', 'DescribeProfilingGroup')}: Profiling group with name none does not exist.`,
    );
    await check(
      ['delete-profiling-group', '--profiling-group-name', 'a b'],
      `${failed('ValidationException', 'DeleteProfilingGroup')}: 1 validation error detected: Value 'a b' at ` +
        "'profilingGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[\\w-]+$",
    );
    await check(
      ['list-profiling-groups'],
      `${failed('UnrecognizedClientException', 'ListProfilingGroups')}: The security token included in the request is invalid.`,
      { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE' },
    );
  });
}).timeout(60_000);
