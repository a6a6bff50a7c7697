import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { agentProfile, burnline, temporaryFolder } from './burnline';

const CLIENT_PER_CALL = `
app:serve @/srv/app.py:10
  boto3.__init__:client @/lib/boto3/__init__.py:92
    boto3.session:Session:client @/lib/boto3/session.py:299
      botocore.session:Session:create_client @/lib/botocore/session.py:997  WALL_TIME 40
  app:work @/srv/app.py:20  WALL_TIME 60
`;

interface Recommendations {
  readonly recommendations: readonly {
    readonly pattern: { readonly name: string };
    readonly startTime: string;
    readonly allMatchesSum: number;
    readonly costPerYear?: number;
  }[];
}

describe('burnline recommend', () => {
  const folder = temporaryFolder();

  async function recommend(...args: string[]): Promise<Recommendations['recommendations']> {
    const { stdout, stderr, exitCode } = await burnline(['recommend', '--json', ...args]);
    assert.equal(stderr, '');
    assert.equal(exitCode, 0);
    return (JSON.parse(stdout) as Recommendations).recommendations;
  }

  it('finds what is wasteful, in the shape of the API', async () => {
    const [found] = await recommend(folder.write('client.json', agentProfile(CLIENT_PER_CALL)));
    assert.equal(found.pattern.name, 'Recreation of AWS SDK Service Clients');
    assert.equal(found.allMatchesSum, 40);
    assert.equal(found.startTime, '1970-01-01T00:00:00.000Z');
    assert.ok(!('costPerYear' in found));
  });

  it('adds the cost a year where the hosts have a price', async () => {
    const host = {
      id: 'ip-10-0-0-1',
      computeType: 'aws_ec2_instance',
      hostType: 'm5.large',
      vCpus: 2,
      memoryMb: 0,
      seenMs: 60_000,
      samples: 100,
    } as const;
    const file = folder.write('priced.json', agentProfile(CLIENT_PER_CALL, { fleet: [host] }));
    const [here] = await recommend(file);
    const [there] = await recommend(file, '--price-region', 'eu-central-1');
    // $0.096 an hour for 8,760 hours, and 40 % of it.
    assert.ok(Math.abs((here.costPerYear ?? 0) - 0.096 * 8760 * 0.4) < 0.01, String(here.costPerYear));
    assert.ok((there.costPerYear ?? 0) > (here.costPerYear ?? 0));
  });

  it('leaves out what the suppressions of a folder mute, and says how many', async () => {
    const file = folder.write('client.json', agentProfile(CLIENT_PER_CALL));
    const write = (...entries: unknown[]): void => {
      folder.write('.burnline/suppressions.json', JSON.stringify({ suppressions: entries }));
    };
    const root = dirname(file);
    mkdirSync(join(root, '.burnline'));
    const muted = { pattern: 'Recreation of AWS SDK Service Clients', reason: 'once a day' };
    write(muted);
    assert.deepEqual(await recommend(file, '--root', root), []);
    const { stdout } = await burnline(['recommend', file, '--root', root]);
    assert.equal(
      stdout,
      'Nothing in this profile is known to be wasteful.\n\n1 recommendation is suppressed.\n',
    );
    write({ ...muted, expires: '2020-01-01' });
    assert.equal((await recommend(file, '--root', root)).length, 1);
    write({ ...muted, reason: '' });
    const { stderr } = await burnline(['recommend', file, '--root', root]);
    assert.match(stderr, /suppressions\.json: Line 1: a suppression needs a "reason"\.\n$/);
    folder.write('.burnline/suppressions.json', '{\n"suppressions": [');
    const broken = await burnline(['recommend', file, '--root', root]);
    assert.match(broken.stderr, /suppressions\.json is not JSON from line 2 on: a value is missing\./);
    assert.notEqual(broken.exitCode, 0);
  });

  it('tells people, or that there is nothing', async () => {
    const { stdout } = await burnline([
      'recommend',
      folder.write('client.json', agentProfile(CLIENT_PER_CALL)),
    ]);
    assert.match(
      stdout.replaceAll('\u00a0', ' '),
      /^Recreation of AWS SDK Service Clients · 40\.0 % of CPU\n {2}\S/,
    );
    const nothing = folder.write('nothing.json', agentProfile('app:main  WALL_TIME 5'));
    assert.equal(
      (await burnline(['recommend', nothing])).stdout,
      'Nothing in this profile is known to be wasteful.\n',
    );
  });
});
