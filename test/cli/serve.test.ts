import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createGateway } from '../../src/aws/gateway';
import type { LocalAddress } from '../../src/aws/endpoint';
import { skip } from '../harness/skip';
import { makeCertificate } from '../service/certificate';
import { agentProfile, burnline, ended, firstLine, start, temporaryFolder } from './burnline';

type Ready = LocalAddress & { readonly pid: number; readonly dataDir: string };

describe('burnline serve', () => {
  const folder = temporaryFolder();
  const dataDir = join(folder.path, 'data');

  /** Runs a service for as long as `use` takes, then ends it in order. */
  async function serving(
    use: (ready: Ready) => Promise<void>,
    signal: NodeJS.Signals = 'SIGTERM',
  ): Promise<void> {
    const child = start(['serve', '--data', dataDir, '--region', 'eu-west-1', '--account', '123456789012']);
    const end = ended(child);
    try {
      await use(JSON.parse(await firstLine(child)) as Ready);
    } finally {
      child.kill(signal);
    }
    assert.equal((await end).exitCode, 0);
  }

  it('says on its first line where it is and with which keys', () =>
    serving(async (ready) => {
      const { endpoint, accessKeyId, secretAccessKey, pid, ...more } = ready;
      const { agentAccessKeyId, agentSecretAccessKey, ...rest } = more as Record<string, unknown>;
      assert.match(endpoint, /^http:\/\/127\.0\.0\.1:\d+$/);
      assert.ok(accessKeyId !== '' && secretAccessKey !== '' && pid > 0);
      assert.match(`${String(agentAccessKeyId)} ${String(agentSecretAccessKey)}`, /^BURNLINE\w{12} \S{40}$/);
      assert.notEqual(agentAccessKeyId, accessKeyId);
      assert.deepEqual(rest, { region: 'eu-west-1', accountId: '123456789012', dataDir });
      assert.equal((await fetch(endpoint)).status >= 400, true);
    }, 'SIGINT'));

  it('leaves a folder to the one that has it', () =>
    serving(async ({ pid }) => {
      const second = await burnline(['serve', '--data', dataDir]);
      assert.equal(second.stdout, '');
      assert.equal(
        second.stderr,
        `Process ${pid} already serves ${dataDir}; stop it, or choose another folder with --data.\n`,
      );
      assert.equal(second.exitCode, 2);
    }));

  it('is for this machine unless it is told otherwise in full', async () => {
    for (const [args, why] of [
      [
        ['--host', '0.0.0.0'],
        /^--host 0\.0\.0\.0 would open the service to other machines; .*--tls-key FILE\.\n$/,
      ],
      [
        ['--allow-remote'],
        /^--allow-remote, --tls-cert, --tls-key and --remote-port are for other machines;/,
      ],
      [
        ['--host', 'x', '--allow-remote', '--tls-cert', 'a', '--tls-key', 'b', '--remote-port', 'y'],
        /^--remote-port/,
      ],
    ] as const) {
      const { stdout, stderr, exitCode } = await burnline(['serve', '--data', dataDir, ...args]);
      assert.match(stderr, why);
      assert.deepEqual([exitCode, stdout], [2, '']);
    }
  });

  it('says where other machines reach it', async function () {
    if (process.platform !== 'linux') return skip(this, 'only on Linux all of 127.0.0.0/8 is this machine');
    const { certificate, key } = makeCertificate(['127.0.0.2']);
    const files = [
      '--tls-cert',
      folder.write('cert.pem', certificate),
      '--tls-key',
      folder.write('key.pem', key),
    ];
    const child = start(['serve', '--data', dataDir, '--host', '127.0.0.2', '--allow-remote', ...files]);
    const end = ended(child);
    const { remoteEndpoint } = JSON.parse(await firstLine(child)) as { remoteEndpoint?: string };
    child.kill('SIGTERM');
    const { exitCode, stderr } = await end;
    assert.match(remoteEndpoint ?? '', /^https:\/\/127\.0\.0\.2:\d+$/);
    assert.ok(stderr.includes(` and ${remoteEndpoint};`), stderr);
    assert.equal(exitCode, 0);
  });

  it('keeps what was posted, for local: sources of the next run', async () => {
    const now = Date.now();
    const posted = agentProfile('app:main @/srv/app.py:3  WALL_TIME 12', { start: now - 5000, end: now });
    await serving(async (address) => {
      const gateway = createGateway({ kind: 'local', address });
      await gateway.createGroup('shop');
      await gateway.postAgentProfile('shop', Buffer.from(posted));
      gateway.dispose();
    });
    await serving(async () => {
      const env = { BURNLINE_DATA: dataDir };
      const range = `${new Date(now - 60_000).toISOString()}/${new Date(now + 60_000).toISOString()}`;
      for (const source of ['local:shop', 'local:shop@P1D', `local:shop@${range}`]) {
        const { stdout, stderr } = await burnline(['top', '--json', source], { env });
        assert.equal(stderr, '');
        const { total, frames } = JSON.parse(stdout) as { total: number; frames: { name: string }[] };
        assert.deepEqual([total, frames[0].name], [12, 'app:main'], source);
      }
      const recommended = await burnline(['recommend', '--json', 'local:shop'], { env });
      assert.deepEqual(JSON.parse(recommended.stdout), { recommendations: [] });

      const missing = await burnline(['top', 'local:nowhere'], { env });
      assert.match(
        missing.stderr,
        /^Could not get the profile of nowhere: there is no profiling group nowhere\. [^\n]*\n$/,
      );
      assert.equal(missing.exitCode, 2);
    });
  });

  it('is missed by who needs it, with 3', async () => {
    const { stderr, exitCode } = await burnline(['top', 'local:shop'], {
      env: { BURNLINE_DATA: folder.path },
    });
    assert.match(
      stderr,
      /^No embedded service runs for .*; start one with `burnline serve`, or name its folder/,
    );
    assert.equal(exitCode, 3);
  });

  it('does not take a misspelt group for a file', async () => {
    for (const [source, why] of [
      ['local:', /names no profiling group; write local:GROUP/],
      ['aws:default/shop', /names no profiling group; write local:GROUP/],
      ['local:shop@yesterday', /"yesterday" is no range; write START\/END/],
      ['aws:default/us-east-1/shop@2026', /"2026" is no range;/],
    ] as const) {
      const { stderr, exitCode } = await burnline(['top', source]);
      assert.match(stderr, why);
      assert.equal(exitCode, 2);
    }
  });

  it('says in one line that AWS cannot be asked without credentials', async () => {
    const nothing = {
      AWS_CONFIG_FILE: join(folder.path, 'none'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder.path, 'none'),
    };
    const { stderr, exitCode } = await burnline(['top', 'aws:nobody/us-east-1/shop'], { env: nothing });
    assert.match(
      stderr,
      /^Could not get the profile of shop in us-east-1: no credentials for the AWS profile nobody[^\n]*\n$/,
    );
    assert.equal(exitCode, 3);
  });
});
