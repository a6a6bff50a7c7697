import assert from 'node:assert/strict';
import { ec2Price, fargatePrice, lambdaPrice } from '../../src/insight/price-list';
import { EC2_PRICES, EC2_REGIONS } from '../../src/insight/prices';

describe('the price list', () => {
  // Public prices that many pages quote, typed here by hand, apart from the file that the list is derived from.
  const rows: [type: string, region: string, perHour: number][] = [
    ['m5.large', 'us-east-1', 0.096],
    ['m5.large', 'us-west-2', 0.096],
    ['m5.large', 'eu-west-1', 0.107],
    ['m5.large', 'ap-southeast-2', 0.12],
    ['t3.micro', 'us-east-1', 0.0104],
    ['c5.xlarge', 'us-east-1', 0.17],
    ['r5.2xlarge', 'us-east-2', 0.504],
  ];
  for (const [type, region, perHour] of rows) {
    it(`has ${type} in ${region}`, () => {
      const price = ec2Price(type, region);
      assert.equal(price?.perHour, perHour);
      assert.equal(price.estimate, '');
    });
  }

  it('gives every type in every region of CodeGuru Profiler a price, listed or estimated', () => {
    const types = EC2_PRICES.trim()
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([, home]) => home !== '-')
      .map(([type]) => type);
    assert.ok(types.length > 1300, `${types.length} types`);
    for (const type of types) {
      for (const region of EC2_REGIONS) {
        const price = ec2Price(type, region);
        assert.ok(price !== undefined && price.perHour > 0 && price.perHour < 1000, `${type} in ${region}`);
        assert.match(price.date, /^20\d\d-\d\d-\d\d$/);
      }
    }
  });

  it('does not carry a price over a column without one', () => {
    // a1.large: .051 = = .0576 - .0582, the gap being eu-west-2
    assert.equal(ec2Price('a1.large', 'us-west-2')?.perHour, 0.051);
    assert.notEqual(ec2Price('a1.large', 'eu-west-2')?.estimate, '');
    assert.equal(ec2Price('a1.large', 'eu-central-1')?.perHour, 0.0582);
  });

  it('uses the factor of the family where there is one, and the general one elsewhere', () => {
    assert.equal(ec2Price('m8g.large', 'sa-east-1')?.perHour, 0.08976 * 1.5937);
    assert.equal(
      ec2Price('i8g.large', 'eu-west-1')?.perHour,
      (ec2Price('i8g.large', 'us-east-1')?.perHour ?? 0) * 1.1152,
    );
  });

  it('estimates Fargate and Lambda where no line is kept for a region', () => {
    assert.match(fargatePrice(1, 2048, 'il-central-1')?.estimate ?? '', /1\.1708 times/);
    assert.match(lambdaPrice(1024, 'ap-east-1')?.estimate ?? '', /about 3 %/);
    assert.equal(lambdaPrice(1024, 'eu-west-1')?.estimate, '');
  });
});
