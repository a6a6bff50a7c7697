import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { skip } from '../harness/skip';
import { agentProfile, NEW_YEAR } from './agent-profiles';
import type { TestService } from './running-service';
import { startTestService } from './running-service';

/** The other official client, with its own signer and its own reading of the service model. */
const SCRIPT = `
import boto3, json, sys
from datetime import datetime, timedelta, timezone
from botocore.exceptions import ClientError

body = sys.stdin.buffer.read()
client = boto3.client('codeguruprofiler')
start = datetime.fromtimestamp(json.loads(body)['start'] / 1000, timezone.utc)
span = dict(startTime=start - timedelta(hours=1), endTime=start + timedelta(hours=1))

def attempt(name, **arguments):
    try:
        answer = getattr(client, name)(**arguments)
        return answer.get('profilingGroup') or answer
    except ClientError as error:
        return {'error': error.response['Error'], 'status': error.response['ResponseMetadata']['HTTPStatusCode']}

answers = {
    'create': attempt('create_profiling_group', profilingGroupName='demo', tags={'team': 'x y'}),
    'configure': attempt('configure_agent', profilingGroupName='demo', fleetInstanceId='host-1', metadata={}),
    'post': attempt('post_agent_profile', profilingGroupName='demo', agentProfile=body, contentType='application/json'),
    'times': attempt('list_profile_times', profilingGroupName='demo', period='PT5M', **span),
    'profile': attempt('get_profile', profilingGroupName='demo', accept='application/json', **span),
    'names': attempt('list_profiling_groups', maxResults=5),
    'update': attempt('update_profiling_group', profilingGroupName='demo', agentOrchestrationConfig={'profilingEnabled': False}),
    'recommendations': attempt('get_recommendations', profilingGroupName='demo', **span),
    'missing': attempt('describe_profiling_group', profilingGroupName='none'),
    'policy': attempt('get_policy', profilingGroupName='demo'),
    'delete': attempt('delete_profiling_group', profilingGroupName='gone'),
}
if 'arn' in answers['create']:
    arn = answers['create']['arn']
    attempt('tag_resource', resourceArn=arn, tags={'a/b': '1', 'c': '2'})
    attempt('untag_resource', resourceArn=arn, tagKeys=['team', 'c'])
    answers['tags'] = attempt('list_tags_for_resource', resourceArn=arn)
if 'profile' in answers['profile']:
    answers['profile'] = json.loads(answers['profile']['profile'].read())
print(json.dumps(answers, default=lambda value: value.isoformat() if isinstance(value, datetime) else str(value)))
`;

type Answers = Record<string, Record<string, unknown>>;

describe('boto3', () => {
  let service: TestService;
  let python: string;
  before(async function () {
    python = findPython() ?? skip(this, 'no python3 that can import boto3 is on PATH or in .burnline/venv');
    service = await startTestService({ fast: true });
  });
  after(() => service?.end());

  const run = async (secret: string): Promise<Answers> => {
    const { endpoint, accessKeyId, region } = service.address;
    const child = spawn(python, ['-c', SCRIPT], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        AWS_ENDPOINT_URL_CODEGURUPROFILER: endpoint,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secret,
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      },
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stdin.end(agentProfile({ work: 3 }, { start: NEW_YEAR }));
    const [code] = (await once(child, 'close')) as [number];
    assert.equal(code, 0);
    return JSON.parse(Buffer.concat(chunks).toString()) as Answers;
  };

  it('is refused with a wrong secret, whatever it asks, and nothing is stored', async () => {
    const answers = Object.entries(await run('wrong'.repeat(8)));
    assert.equal(answers.length, 11);
    for (const [name, { status, error }] of answers) {
      assert.equal(status, 403, name);
      assert.equal((error as { Code: string }).Code, 'InvalidSignatureException', name);
    }
  });

  it('creates, posts, lists, reads, tags and updates', async () => {
    const answers = await run(service.address.secretAccessKey);
    assert.equal(answers.create.arn, 'arn:aws:codeguru-profiler:us-east-1:000000000000:profilingGroup/demo');
    assert.equal((answers.configure.configuration as { periodInSeconds: number }).periodInSeconds, 5);
    assert.equal((answers.post.ResponseMetadata as { HTTPStatusCode: number }).HTTPStatusCode, 204);
    assert.equal(
      (answers.times.profileTimes as { start: string }[]).map(({ start }) => Date.parse(start)).join(),
      String(NEW_YEAR),
    );
    assert.equal(answers.profile.start, NEW_YEAR);
    assert.deepEqual(answers.names.profilingGroupNames, ['demo']);
    assert.deepEqual(answers.update.agentOrchestrationConfig, { profilingEnabled: false });
    assert.deepEqual(answers.recommendations.anomalies, []);
    assert.deepEqual(answers.tags.tags, { 'a/b': '1' });
    assert.deepEqual(answers.missing.error, {
      Code: 'ResourceNotFoundException',
      Message: 'Profiling group with name none does not exist.',
    });
    assert.equal(answers.policy.status, 501);
    assert.equal(answers.delete.status, 404);
  });
});

function findPython(): string | undefined {
  const venv = resolve(join('.burnline', 'venv', 'bin', 'python'));
  return [venv, 'python3'].filter((one) => one === 'python3' || existsSync(one)).find(canImportBoto3);
}

function canImportBoto3(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import boto3'], { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}
