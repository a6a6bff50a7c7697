import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listSharedProfiles, profileCredentials } from '../../src/aws/providers';
import { restoreEnvironment } from '../harness/environment';

const CONFIG = `
[default]
region = us-east-1

[profile acme.prod]
region = eu-west-1
aws_access_key_id = AKIDEXAMPLE
aws_secret_access_key = example

[sso-session corp]
sso_region = us-east-1
sso_start_url = https://corp.example

[profile sso]
sso_session = corp
`;

const CREDENTIALS = `
[bare]
aws_access_key_id = AKIDBARE
aws_secret_access_key = example
`;

describe('AWS profiles of this machine', () => {
  const environment = { ...process.env };
  const folder = mkdtempSync(join(tmpdir(), 'burnline-aws-'));

  beforeEach(() => {
    const [config, credentials] = [join(folder, 'config'), join(folder, 'credentials')];
    writeFileSync(config, CONFIG);
    writeFileSync(credentials, CREDENTIALS);
    Object.assign(process.env, { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials });
  });

  afterEach(() => {
    restoreEnvironment(environment);
  });

  after(() => rmSync(folder, { recursive: true }));

  it('are those of both files, without sections that are none', async () => {
    assert.deepEqual(await listSharedProfiles(), [
      { name: 'acme.prod', region: 'eu-west-1' },
      { name: 'bare', region: '' },
      { name: 'default', region: 'us-east-1' },
      { name: 'sso', region: '' },
    ]);
  });

  it('give the keys of the profile that was asked for', async () => {
    const connection = { kind: 'aws', profile: 'acme.prod', region: 'eu-west-1' } as const;
    assert.equal((await profileCredentials(connection)()).accessKeyId, 'AKIDEXAMPLE');
  });

  it('say that a profile is missing in a way that the gateway knows', async () => {
    const connection = { kind: 'aws', profile: 'none-such', region: 'eu-west-1' } as const;
    await assert.rejects(profileCredentials(connection)(), { name: 'CredentialsProviderError' });
  });
});
