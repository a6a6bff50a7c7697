import assert from 'node:assert/strict';
import { join } from 'node:path';
import { skip } from '../harness/skip';
import { NEW_YEAR } from './agent-profiles';
import { DOWNLOAD_TIMEOUT_MS, ensureJavaLibraries, runJava, SOURCES } from './java-environment';
import type { TestService } from './running-service';
import { startTestService } from './running-service';

describe('the AWS SDK for Java', () => {
  let service: TestService;
  let classPath: string;
  before(async function () {
    this.timeout(DOWNLOAD_TIMEOUT_MS + 30_000);
    const libraries = await ensureJavaLibraries();
    if (typeof libraries === 'string') return skip(this, libraries);
    ({ classPath } = libraries);
    service = await startTestService({ fast: true });
  });
  after(() => service?.end());

  it('creates a group, posts Ion in both forms, reads both formats, and throws what the model lists', async function () {
    this.timeout(60_000);
    const { endpoint, accessKeyId, secretAccessKey, region } = service.address;
    const { stdout } = await runJava(['-cp', classPath, join(SOURCES, 'SdkClient.java'), String(NEW_YEAR)], {
      env: {
        AWS_ENDPOINT_URL_CODEGURUPROFILER: endpoint,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_REGION: region,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      },
    });
    const thread = '/java.lang.Thread.run()';
    const samples = [
      `{${thread}/com.example.<init> IDLE=10`,
      `${thread}/com.example.Shop$Cart.total(int) BLOCKED=4`,
      `${thread}/com.example.Shop$Cart.total(int) NATIVE=2`,
      `${thread}/com.example.Shop$Cart.total(int) RUNNABLE=140`,
      `${thread}/jdk.internal.misc.Unsafe.park(boolean, long) TIMED_WAITING=14`,
      `${thread}/jdk.internal.misc.Unsafe.park(boolean, long) WAITING=40}`,
    ].join(', ');
    assert.deepEqual(stdout.trimEnd().split('\n'), [
      'create java-demo',
      'configure true',
      'post binary 204',
      'post text 204',
      'times 1',
      `get application/json ${NEW_YEAR} ${samples}`,
      `get application/x-amzn-ion ${NEW_YEAR} ${samples}`,
      'missing 404 ResourceNotFoundException: Profiling group with name none does not exist.',
      'conflict 409 ConflictException: Profiling group with name java-demo already exists.',
      "invalid 400 ValidationException: 1 validation error detected: Value 'a b' at 'profilingGroupName' failed " +
        'to satisfy constraint: Member must satisfy regular expression pattern: ^[\\w-]+$',
      'broken 400 ValidationException: The agent profile is not valid: byte 5 of 5 must be the end of a number',
    ]);
  });
});
