import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isUsable, oldestUsable } from '../../src/build/node-version.mjs';

describe('the Node that the scripts run on', () => {
  const check = (version: string, expected: boolean) =>
    it(`${expected ? 'may' : 'may not'} be ${version}`, () => assert.equal(isUsable(version), expected));

  check('18.19.0', false);
  check('20.20.2', false);
  check('22.9.0', false);
  check('22.12.0', false);
  check('22.13.0', true);
  check('23.0.0', true);
  check('24.21.0', true);

  it('is the one that package.json asks for', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
    assert.equal(engines.node, `>=${oldestUsable}.0`);
  });
});
