import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { LocalAddress } from '../../src/aws/endpoint';
import { createGateway } from '../../src/aws/gateway';
import { agentProfile, burnline, ended, firstLine, start, temporaryFolder } from './burnline';

const BEFORE = `
<frozen runpy>:_run_code @<frozen runpy>:88
  app:main @/srv/v1/app.py:30
    app:load @/srv/v1/app.py:4-9  WALL_TIME 300
    app:show @/srv/v1/app.py:12  WALL_TIME 100
    app:same @/srv/v1/app.py:20  WALL_TIME 500
    <Sleep>  WALL_TIME 100
`;

const AFTER = `
<frozen runpy>:_run_code @<frozen runpy>:88
  app:main @/srv/v2/app.py:30
    app:load @/srv/v2/app.py:4-9  WALL_TIME 600
    app:sort @/srv/v2/app.py:40  WALL_TIME 200
    app:same @/srv/v2/app.py:20  WALL_TIME 1000
    <Sleep>  WALL_TIME 200
`;

interface Diff {
  readonly a: { readonly source: string; readonly total: number; readonly samples: number };
  readonly b: { readonly total: number; readonly samples: number };
  readonly normalize: string;
  readonly level: number;
  readonly lambda: number;
  readonly minimumSamples: number;
  readonly whyNothing?: string;
  readonly frames: readonly {
    readonly name: string;
    readonly selfA: number;
    readonly selfB: number;
    readonly totalA: number;
    readonly totalB: number;
    readonly deltaSelf: number;
    readonly deltaTotal: number;
    readonly status: string;
    readonly significant: boolean;
    readonly interval: readonly [number, number];
    readonly selfInterval: readonly [number, number];
    readonly selfSignificant: boolean;
  }[];
}

describe('burnline diff', () => {
  const folder = temporaryFolder();
  const before = folder.write('before.json', agentProfile(BEFORE));
  const after = folder.write('after.json', agentProfile(AFTER, { end: 120_000 }));

  async function diff(...args: string[]): Promise<Diff> {
    const { stdout, stderr, exitCode } = await burnline(['diff', '--json', ...args]);
    assert.equal(stderr, '');
    assert.equal(exitCode, 0);
    return JSON.parse(stdout) as Diff;
  }

  async function check(args: readonly string[], expected: readonly string[]): Promise<void> {
    const { frames } = await diff(before, after, ...args);
    const rows = frames.map((frame) => `${frame.name} ${frame.totalA} ${frame.totalB} ${frame.status}`);
    assert.deepEqual(rows.sort(), [...expected].sort());
  }

  it('gives every function of either side, wrappers too, as shares of its side', () =>
    check(
      [],
      [
        '<Sleep> 0.1 0.1 same',
        '<frozen runpy>:_run_code 1 1 same',
        'app:load 0.3 0.3 same',
        'app:main 1 1 same',
        'app:same 0.5 0.5 same',
        'app:show 0.1 0 gone',
        'app:sort 0 0.1 new',
      ],
    ));

  it('compares rates and counts where it is asked to', async () => {
    const rows = (normalize: string) => diff(before, after, '--normalize', normalize);
    const load = async (normalize: string) =>
      (await rows(normalize)).frames.find(({ name }) => name === 'app:load');
    assert.deepEqual([(await load('time'))?.totalA, (await load('time'))?.totalB], [5, 5]);
    assert.deepEqual([(await load('none'))?.totalA, (await load('none'))?.status], [300, 'slower']);
    assert.equal((await rows('time')).normalize, 'time');
  });

  it('says from how much, how sure and with which floor', async () => {
    const { a, b, normalize, level, lambda, minimumSamples } = await diff(before, after);
    assert.deepEqual([a.source, a.total, a.samples, b.total, b.samples], [before, 1000, 1000, 2000, 2000]);
    assert.deepEqual([normalize, level, lambda, minimumSamples], ['share', 0.99, 2, 100]);
  });

  it('gives an interval to each difference, of self and of total', async () => {
    const { frames } = await diff(before, after);
    for (const { name, deltaSelf, deltaTotal, interval, selfInterval, significant, ...frame } of frames) {
      assert.equal(significant, frame.status !== 'same', name);
      assert.ok(interval[0] < deltaTotal + 0.01 && deltaTotal - 0.01 < interval[1], name);
      assert.ok(selfInterval[0] < deltaSelf + 0.01 && deltaSelf - 0.01 < selfInterval[1], name);
    }
    assert.ok(frames[0].significant, 'what is claimed comes first');
  });

  it('counts the thread states that it is asked for', async () => {
    const { a, frames } = await diff(before, after, '--states', 'cpu');
    assert.equal(a.total, 900);
    assert.ok(frames.every(({ name }) => name !== '<Sleep>'));
  });

  it('claims nothing under the floor', async () => {
    const { whyNothing, frames } = await diff(before, after, '--min-samples', '1001');
    assert.equal(whyNothing, 'few-samples');
    assert.ok(frames.every(({ significant }) => !significant));
  });

  it('prints what is compared, and slower, faster, new and gone apart, without the wrappers', async () => {
    const { stdout } = await burnline(['diff', before, after, '--normalize', 'none']);
    assert.equal(
      stdout.replaceAll('\u00a0', ' ').replaceAll(before, 'before.json').replaceAll(after, 'after.json'),
      `Samples as counted in WALL_TIME, of each function:
  A  before.json (1,000 samples over 1 min)
  B  after.json (2,000 samples over 2 min)
Intervals are 99 %; samples are taken to come in clumps of 2.0, for too few functions are in both to tell.

Slower (4)
    total A → B        change       interval   self A → B       interval  function
  1,000 → 2,000  +1,000 ×2.00  +802 … +1,202        0 → 0  −13.3 … +13.3  app:main
    500 → 1,000    +500 ×2.00    +360 … +643  500 → 1,000    +360 … +643  app:same
      300 → 600    +300 ×2.00    +191 … +412    300 → 600    +191 … +412  app:load
      100 → 200    +100 ×2.00   +37.1 … +166    100 → 200   +37.1 … +166  <Sleep>

New (1)
  total A → B  change     interval  self A → B     interval  function
      0 → 200    +200  +153 … +259     0 → 200  +153 … +259  app:sort

Gone (1)
  total A → B  change      interval  self A → B      interval  function
      100 → 0    −100  −144 … −66.8     100 → 0  −144 … −66.8  app:show
`,
    );
  });

  it('says so when nothing differs', async () => {
    const { stdout } = await burnline(['diff', before, before]);
    assert.match(stdout, /\nNo function differs by more than chance explains\.\n$/);
  });

  it('refuses what it cannot compare in one line', async () => {
    const refuses = async (args: readonly string[], why: RegExp) => {
      const { stdout, stderr, exitCode } = await burnline(['diff', ...args]);
      assert.equal(stdout, '');
      assert.match(stderr, why);
      assert.equal(exitCode, 2);
    };
    await refuses([before], /^Give two sources, the baseline first; 1 were given\.\n$/);
    const stacks = folder.write('stacks.txt', 'app:main;app:load 300\napp:main;app:show 100\n');
    await refuses(
      [before, stacks, '--normalize', 'time'],
      /^--normalize time needs .* how long it took, .*\.\n$/,
    );
    await refuses(
      [stacks, before, '--normalize', 'host'],
      /^--normalize host needs .* which machines .*\.\n$/,
    );
    await refuses(
      [before, after, '--normalize', 'x'],
      /^--normalize takes share or time or host or none, not "x"\.\n$/,
    );
    await refuses([before, 'nowhere.json'], /^nowhere\.json cannot be read: there is no such file\.\n$/);
  });

  it('warns of sides that were sampled at different rates, unless shares are compared', async () => {
    const every = (seconds: number) => ({ weight: { unit: 'samples', perSample: 1, seconds } as const });
    const ten = folder.write('ten.json', agentProfile(BEFORE, every(0.1)));
    const one = folder.write('one.json', agentProfile(AFTER, every(1)));
    const said = async (...args: string[]) => (await burnline(['diff', ten, one, ...args])).stdout;
    assert.match(
      await said('--normalize', 'time'),
      /\nWarning: sampled 10 and 1 times a second, so counts differ by that alone; compare with --normalize share\.\n/,
    );
    assert.doesNotMatch(await said(), /Warning/);
    const { stdout } = await burnline(['diff', ten, one, '--normalize', 'none', '--json']);
    assert.equal((JSON.parse(stdout) as { warnings: readonly string[] }).warnings.length, 1);
  });

  it('knows a function by one name, whatever its runtime called it in this process', async () => {
    const lambda = (name: string) => `shop.Cart.total @/srv/Cart.java:3\n  ${name}  RUNNABLE 500`;
    const sides = [
      'shop.Cart$$Lambda$14/0x0000000800c03000.run',
      'shop.Cart$$Lambda$97/0x00007f10d8401a18.run',
    ];
    const files = sides.map((name, side) => folder.write(`lambda-${side}.json`, agentProfile(lambda(name))));
    const { frames } = await diff(files[0], files[1]);
    assert.deepEqual(
      frames.map(({ name, status }) => `${name} ${status}`),
      ['shop.Cart$$Lambda.run same', 'shop.Cart.total same'],
    );
  });

  it('compares ranges of a group of the service that runs, and with files', async () => {
    const data = join(folder.path, 'data');
    const service = start(['serve', '--data', data]);
    const end = ended(service);
    try {
      const address = JSON.parse(await firstLine(service)) as LocalAddress;
      const gateway = createGateway({ kind: 'local', address });
      const recent = Math.floor(Date.now() / 300_000) * 300_000;
      await gateway.createGroup('shop');
      for (const [drawing, from] of [
        [BEFORE, recent - 1_200_000],
        [AFTER, recent - 600_000],
      ] as const) {
        const text = agentProfile(drawing, { start: from, end: from + 60_000 });
        await gateway.postAgentProfile('shop', new TextEncoder().encode(text));
      }
      gateway.dispose();
      const range = (from: number) =>
        [from, from + 300_000].map((time) => new Date(time).toISOString()).join('/');
      const [a, b] = [recent - 1_200_000, recent - 600_000].map((from) => `local:shop@${range(from)}`);
      const env = { BURNLINE_DATA: data };
      const inText = async (...args: string[]) => {
        const { stdout, stderr, exitCode } = await burnline(args, { env });
        assert.equal(stderr, '');
        return `${exitCode} ${stdout.replaceAll('\u00a0', ' ')}`;
      };
      assert.match(
        await inText('diff', a, b),
        /New \(1\)\n.*\n.* app:sort\n[^]*Gone \(1\)\n.*\n.* app:show\n/,
      );
      assert.match(await inText('diff', a, before), /No function differs by more than chance explains\./);
      assert.match(await inText('check', b, '--baseline', a), /^1 [^]*\n {2}app:sort: new, 0 % → 10\.0 %/);
      assert.match(await inText('check', a, '--baseline', a), /^0 [^]*\nPassed: /);
    } finally {
      service.kill('SIGTERM');
      await end;
    }
  });
});
