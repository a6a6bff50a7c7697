import assert from 'node:assert/strict';
import type { CostOptions, FleetCost } from '../../src/insight/cost';
import { costOf, estimateFleetCost } from '../../src/insight/cost';
import { explainCost } from '../../src/insight/cost-words';
import type { FleetMember, ProfileMeta } from '../../src/profile/tables';

const HOUR = 3_600_000;

/** `id kind size seen`: `web-1 ec2 m5.large 1h`, `task-1 fargate 0.5/1024 30min`, `fn lambda /512 90min`. */
function fleetOf(text: string): FleetMember[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [id, kind, size, seen] = line.trim().split(/\s+/);
      const [vCpus, memoryMb] = size.includes('/') ? size.split('/').map(Number) : [0, 0];
      return {
        id,
        computeType: computeTypes[kind],
        hostType: size.includes('/') || size === '-' ? '' : size,
        vCpus,
        memoryMb,
        seenMs: seen.endsWith('min') ? parseFloat(seen) * 60_000 : parseFloat(seen) * HOUR,
        samples: 100,
      };
    });
}

const computeTypes: Record<string, FleetMember['computeType']> = {
  ec2: 'aws_ec2_instance',
  fargate: 'aws_fargate_task',
  lambda: 'aws_lambda',
  unknown: 'unknown',
};

/** A profile of one hour. */
function metaOf(fleet: string): ProfileMeta {
  return {
    start: 1_000_000,
    end: 1_000_000 + HOUR,
    profileCount: 12,
    agent: { type: 'CodeGuruProfiler-python', version: '1.2.6' },
    runtimeVersion: '3.11.7',
    fleet: fleetOf(fleet),
  };
}

function estimate(fleet: string, options: CostOptions = { region: 'us-east-1' }): FleetCost | undefined {
  return estimateFleetCost(metaOf(fleet), options);
}

function check(fleet: string, formula: string, options?: CostOptions): void {
  assert.equal(estimate(fleet, options)?.formula ?? 'no cost', formula);
}

describe('the cost of a fleet', () => {
  it('is price, hours of a year and hosts', () => {
    check('web-1 ec2 m5.large 1h\nweb-2 ec2 m5.large 1h', '$0.096/h × 8,760 h × 2 hosts = $1,682/yr');
  });

  it('takes the price of the region', () => {
    check('web-1 ec2 m5.large 1h', '$0.115/h × 8,760 h × 1 host = $1,007/yr', { region: 'eu-central-1' });
  });

  it('counts a host for the part of the range in which it was seen', () => {
    check(
      'web-1 ec2 m5.large 60min\nweb-2 ec2 m5.large 30min',
      '$0.096/h × 8,760 h × 2 hosts × 75 % of the time = $1,261/yr',
    );
  });

  it('counts a host once when several of its processes report', () => {
    const one = estimate('web-1 ec2 m5.large 1h');
    assert.equal(estimate('web-1 ec2 m5.large 4h')?.yearly, one?.yearly);
    assert.equal(estimate('web-1 ec2 m5.large 40min\nweb-1 ec2 m5.large 50min')?.yearly, one?.yearly);
  });

  it('adds up kinds of hosts, dearest first', () => {
    check(
      'cron ec2 t3.micro 1h\nweb-1 ec2 m5.large 1h',
      '($0.096/h × 8,760 h × 1 host + $0.0104/h × 8,760 h × 1 host) = $932/yr',
    );
  });

  it('shortens a formula of many kinds and still says the whole sum', () => {
    const types = [
      'm5.large',
      'm5.xlarge',
      'm5.2xlarge',
      'm5.4xlarge',
      'm5.8xlarge',
      'm5.12xlarge',
      't3.micro',
    ];
    const cost = estimate(types.map((type, i) => `h${i} ec2 ${type} 1h`).join('\n'));
    assert.match(cost?.formula ?? '', /\+ \$932\/yr for 2 others\) = \$/);
    assert.equal(cost?.members.length, 7);
  });

  it('charges vCPU and memory of a Fargate task apart', () => {
    // 0.5 × $0.04048 + 1 × $0.004445 = $0.024685
    check('task-1 fargate 0.5/1024 1h', '$0.024685/h × 8,760 h × 1 task = $216/yr');
  });

  it('charges a Lambda function for every copy that runs', () => {
    // 0.5 GB × $0.0000166667 × 3600 = $0.0300001 an hour; 90 minutes within one hour are 1.5 copies on average
    check('fn lambda 0/512 90min', '$0.0300001/h × 8,760 h × 1.5 running at a time = $394/yr');
    assert.match(estimate('fn lambda 0/512 90min')?.notes.join() ?? '', /without requests and free tier/);
  });

  it('estimates a type that has no price in the region, and says so', () => {
    const cost = estimate('web-1 ec2 m8g.large 1h', { region: 'eu-west-1' });
    // m8g.large is $0.08976 in us-east-1, and m types cost 1.115 times as much in eu-west-1
    assert.equal(cost?.formula, '$0.100082/h × 8,760 h × 1 host = $877/yr');
    assert.equal(cost.isEstimatedPrice, true);
    assert.deepEqual(cost.notes, [
      'No price of m8g.large in eu-west-1 is at hand: estimated as 1.115 times the one in us-east-1.',
    ]);
  });

  it('says how much of the fleet has no price', () => {
    const cost = estimate('web-1 ec2 m5.large 1h\nlaptop unknown - 1h');
    assert.equal(cost?.formula, '$0.096/h × 8,760 h × 1 host = $841/yr');
    assert.deepEqual(cost.notes, ['Left out, because no price is known: 1 of 2 fleet members.']);
  });

  it('takes the instance type that a third-party agent gives without a kind of compute', () => {
    check('web-1 unknown m5.large 1h', '$0.096/h × 8,760 h × 1 host = $841/yr');
  });

  it('names source and date of the price, and the oldest of several', () => {
    const cost = estimate('web-1 ec2 m5.large 1h');
    assert.equal(cost?.priceDate, '2026-07-20');
    assert.match(cost.priceSource, /karpenter/);
    const mixed = estimate('web-1 ec2 m5.large 1h\ntask-1 fargate 1/2048 1h');
    assert.equal(mixed?.priceDate, '2021-01');
    assert.match(mixed.priceSource, /karpenter.*; .*fgcalc/);
  });
});

describe('no cost is given', () => {
  const rows: [why: string, fleet: string, region: string][] = [
    ['on a laptop', 'laptop unknown - 1h', 'us-east-1'],
    ['for an empty fleet', '', 'us-east-1'],
    ['for an instance type that does not exist', 'web-1 ec2 m5.enormous 1h', 'us-east-1'],
    ['for a type that is a word of JavaScript', 'web-1 ec2 constructor 1h', 'us-east-1'],
    ['in a region that nobody knows', 'web-1 ec2 m5.large 1h', 'mars-north-1'],
    ['in a region that is a word of JavaScript', 'task-1 fargate 1/2048 1h', '__proto__'],
    ['for a task of unknown size', 'task-1 fargate 0/2048 1h', 'us-east-1'],
    ['for a function of unknown memory', 'fn lambda 0/0 1h', 'us-east-1'],
    ['for hosts that were seen for no time', 'web-1 ec2 m5.large 0h', 'us-east-1'],
  ];
  for (const [why, fleet, region] of rows) {
    it(why, () => check(fleet, 'no cost', { region }));
  }

  it('for a profile of no time', () => {
    const meta = metaOf('web-1 ec2 m5.large 1h');
    assert.equal(estimateFleetCost({ ...meta, end: meta.start }, { region: 'us-east-1' }), undefined);
  });
});

describe('a fleet that was set', () => {
  const region = 'us-east-1';

  it('takes the place of the one that was seen', () => {
    const override = { instanceType: 'm5.large', count: 2 };
    check('laptop unknown - 1h', '$0.096/h × 8,760 h × 2 hosts = $1,682/yr', { region, override });
    check('web-1 ec2 t3.micro 1h', '$0.096/h × 8,760 h × 2 hosts = $1,682/yr', { region, override });
  });

  it('may be a price an hour', () => {
    check('', '$1.25/h × 8,760 h = $10,950/yr', { region, override: { pricePerHour: 1.25 } });
    const cost = estimate('', { region, override: { pricePerHour: 1.25 } });
    assert.deepEqual([cost?.priceSource, cost?.priceDate], ['as set', '']);
  });

  for (const override of [
    { instanceType: 'm5.enormous', count: 1 },
    { instanceType: 'm5.large', count: 0 },
    { instanceType: 'm5.large', count: -3 },
    { instanceType: 'm5.large', count: NaN },
    { pricePerHour: -1 },
    { pricePerHour: Infinity },
  ]) {
    it(`${JSON.stringify(override)} gives no cost`, () => check('', 'no cost', { region, override }));
  }
});

describe('the cost of a function', () => {
  const cost = estimate('web-1 ec2 m5.large 1h\nweb-2 ec2 m5.large 1h') as FleetCost;

  it('is its share of the fleet', () => {
    assert.equal(costOf(cost, 1), cost.yearly);
    assert.equal(costOf(cost, 0), 0);
  });

  it('unfolds into the arithmetic, price source and date', () => {
    assert.deepEqual(explainCost(cost, 0.082, 'shop:quote'), [
      'shop:quote: 8.2 % of CPU × $0.096/h × 8,760 h × 2 hosts = $138/yr',
      `Price of 2026-07-20: m5.large in us-east-1 (${cost.priceSource}).`,
      'An estimate at on-demand prices, not the bill.',
    ]);
  });

  it('shows cents below ten dollars and no figure below one cent', () => {
    assert.match(explainCost(cost, 0.0011, 'f')[0], /0\.11 % of CPU .* = \$1\.85\/yr$/);
    assert.match(explainCost(cost, 1e-9, 'f')[0], /= < \$0\.01\/yr$/);
  });

  it('names no date of a price that was set', () => {
    const set = estimate('', { region: 'us-east-1', override: { pricePerHour: 2 } }) as FleetCost;
    assert.equal(explainCost(set, 0.5, 'f')[0], 'f: 50 % of CPU × $2/h × 8,760 h = $8,760/yr');
    assert.equal(explainCost(set, 0.5, 'f')[1], 'Price: fleet as set (as set).');
  });
});

describe('the printed arithmetic', () => {
  /** A second opinion: reads the sentence as a person with a calculator would, and knows nothing of how it was made. */
  function recompute(line: string): { left: number; right: number } {
    const [, left, right] = /^f: (.*) = (.*)$/.exec(line) ?? assert.fail(line);
    const [, percent, product] = /^([\d.,]+) % of CPU × (.*)$/.exec(left) ?? assert.fail(left);
    const terms = product.replace(/^\(|\)$/g, '').split(' + ');
    const sum = terms.reduce((all, term) => all + factorsOf(term).reduce((a, b) => a * b), 0);
    return { left: (number(percent) / 100) * sum, right: number(right) };
  }

  function factorsOf(term: string): number[] {
    return term.split(' × ').map((factor) => (factor.includes('%') ? number(factor) / 100 : number(factor)));
  }

  function number(text: string): number {
    return Number((/[\d.,]+/.exec(text)?.[0] ?? assert.fail(text)).replaceAll(',', ''));
  }

  // The right column repeats the price tables by hand: dollars an hour × 8760 × part of the hour.
  const rows: [fleet: string, share: number, dollars: number][] = [
    ['web-1 ec2 m5.large 1h', 0.25, 210.24],
    [
      'web-1 ec2 m5.large 45min\nweb-2 ec2 m5.large 15min\nweb-3 ec2 m5.large 7min',
      0.31415,
      0.31415 * 0.096 * 8760 * (67 / 60),
    ],
    [
      'web-1 ec2 m5.large 1h\nweb-2 ec2 t3.micro 20min\nt fargate 2/4096 50min',
      0.12345,
      0.12345 * 8760 * (0.096 + 0.0104 / 3 + (2 * 0.04048 + 4 * 0.004445) * (5 / 6)),
    ],
    [
      'fn lambda 0/1769 13min\nweb-1 ec2 m5.large 1h',
      0.0777,
      0.0777 * 8760 * ((1769 / 1024) * 0.0000166667 * 3600 * (13 / 60) + 0.096),
    ],
  ];
  for (const [fleet, share, dollars] of rows) {
    it(`comes out for ${fleet.replaceAll('\n', ', ')}`, () => {
      const cost = estimate(fleet) as FleetCost;
      const { left, right } = recompute(explainCost(cost, share, 'f')[0]);
      const near = Math.max(0.5, costOf(cost, share) * 0.001);
      assert.ok(Math.abs(left - right) <= near, `${left} is not ${right}`);
      assert.ok(Math.abs(costOf(cost, share) - dollars) <= dollars * 1e-9, `${costOf(cost, share)}`);
    });
  }
});
