import assert from 'node:assert/strict';
import type { LaunchRequest, ReportTo } from '../../src/agent/launch-plan';
import {
  AGENT_REQUIREMENT,
  launchObstacle,
  planEnvironment,
  planInstall,
  planLaunch,
} from '../../src/agent/launch-plan';

const LOCAL: ReportTo & { kind: 'local' } = {
  kind: 'local',
  address: {
    endpoint: 'http://127.0.0.1:4100',
    region: 'eu-west-1',
    agentKey: { accessKeyId: 'AKIDLOCAL', secretAccessKey: 'local secret' },
  },
};
const WITHOUT_KEY: ReportTo = { kind: 'local', address: { ...LOCAL.address, agentKey: undefined } };
const AWS: ReportTo = { kind: 'aws', profile: 'team', region: 'us-east-2' };

const request = (changes: Partial<LaunchRequest> = {}): LaunchRequest => ({
  interpreter: '/home/dev/my shop/.venv/bin/python',
  launcher: '/ext/dist/burnline_launch.py',
  program: { kind: 'script', file: '/home/dev/my shop/main.py' },
  group: 'shop',
  reportTo: LOCAL,
  cwd: '/home/dev/my shop',
  ...changes,
});

/** A plan as lines of text: command line, one argument a line, then the environment. */
function print(changes: Partial<LaunchRequest>): string {
  const { command, args, env, cwd } = planLaunch(request(changes));
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return [`in ${cwd}`, command, ...args.map((arg) => `  ${arg}`), ...variables].join('\n');
}

describe('planLaunch', () => {
  const check = (changes: Partial<LaunchRequest>, expected: string) =>
    assert.equal(print(changes), expected.replace(/^\n|\n *$/g, '').replace(/^ {6}/gm, ''));

  it('starts a file against the service of this machine', () => {
    check(
      { programArguments: ['--port', '80 81', '-m'] },
      `
      in /home/dev/my shop
      /home/dev/my shop/.venv/bin/python
        /ext/dist/burnline_launch.py
        --group
        shop
        --region
        eu-west-1
        --script
        /home/dev/my shop/main.py
        --
        --port
        80 81
        -m
      AWS_ENDPOINT_URL_CODEGURUPROFILER=http://127.0.0.1:4100
      BURNLINE_AGENT_ACCESS_KEY_ID=AKIDLOCAL
      BURNLINE_AGENT_SECRET_ACCESS_KEY=local secret
      `,
    );
  });

  it('starts a module against AWS with the profile of the connection, and no variable', () => {
    check(
      { program: { kind: 'module', name: 'shop.web' }, reportTo: AWS },
      `
      in /home/dev/my shop
      /home/dev/my shop/.venv/bin/python
        /ext/dist/burnline_launch.py
        --group
        shop
        --region
        us-east-2
        --credential-profile
        team
        --module
        shop.web
        --
      `,
    );
  });

  it('names the address of an AWS connection that has one of its own', () => {
    const { env } = planLaunch(request({ reportTo: { ...AWS, endpoint: 'https://vpce-1.example' } }));
    assert.deepEqual(env, { AWS_ENDPOINT_URL_CODEGURUPROFILER: 'https://vpce-1.example' });
  });

  it('never passes a secret as an argument, nor redirects the AWS calls of the program', () => {
    const { args, env } = planLaunch(request());
    assert.ok(!args.some((argument) => argument.includes('secret') || argument.includes('AKID')));
    for (const name of ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) {
      assert.ok(!(name in env), name);
    }
  });
});

describe('launchObstacle', () => {
  const check = (changes: Partial<LaunchRequest>, expected: RegExp | undefined) => {
    const actual = launchObstacle(request(changes));
    if (expected === undefined) assert.equal(actual, undefined);
    else assert.match(actual ?? 'none', expected);
  };

  it('finds none where all is well', () => check({}, undefined));
  it('is a missing key for agents, never another key in its place', () => {
    check({ reportTo: WITHOUT_KEY }, /no key for agents any more; make one with `burnline keys create/);
    assert.throws(() => planLaunch(request({ reportTo: WITHOUT_KEY })), /no key for agents/);
  });
  it('lets modules in packages pass', () =>
    check({ program: { kind: 'module', name: 'a.b_1.c' } }, undefined));
  it('says what a group may be called', () => check({ group: 'my shop' }, /^"my shop" cannot be the name/));
  it('takes no empty group', () => check({ group: '' }, /cannot be the name/));
  it('takes no file for a module', () =>
    check({ program: { kind: 'module', name: 'shop/web.py' } }, /no module name/));
  it('says how to use a role', () =>
    check({ reportTo: { ...AWS, roleArn: 'arn:aws:iam::123456789012:role/r' } }, /~\/\.aws\/config/));
});

describe('the plans for a missing agent', () => {
  it('install the tested version with the pip of the interpreter', () => {
    assert.deepEqual(planInstall('/v/bin/python', '/w'), {
      command: '/v/bin/python',
      args: ['-m', 'pip', 'install', AGENT_REQUIREMENT],
      env: {},
      cwd: '/w',
    });
    assert.match(AGENT_REQUIREMENT, /==\d/);
  });

  it('make an environment where pip must not install', () => {
    assert.deepEqual(planEnvironment('/usr/bin/python3', '/w/.venv', '/w').args, ['-m', 'venv', '/w/.venv']);
  });
});
