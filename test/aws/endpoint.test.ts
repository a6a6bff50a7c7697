import assert from 'node:assert/strict';
import type { LocalAddress } from '../../src/aws/endpoint';
import { isSameAddress } from '../../src/aws/endpoint';

describe('what was opened for the embedded service', () => {
  const agentKey = { accessKeyId: 'BURNLINEAGENT', secretAccessKey: 'agents' };
  const address: LocalAddress = {
    endpoint: 'http://127.0.0.1:4000',
    region: 'us-east-1',
    accountId: '000000000000',
    accessKeyId: 'BURNLINEADMIN',
    secretAccessKey: 'admins',
    agentKey,
  };
  const check = (changed: Partial<LocalAddress>, expected: boolean) =>
    assert.equal(
      isSameAddress({ kind: 'local', address }, { kind: 'local', address: { ...address, ...changed } }),
      expected,
      JSON.stringify(changed),
    );

  it('is good as long as nothing has changed', () => check({ agentKey: { ...agentKey } }, true));

  it('is of no use after a start elsewhere, in another region, or of another account', () => {
    check({ endpoint: 'http://127.0.0.1:4001' }, false);
    check({ region: 'eu-west-1' }, false);
    check({ accountId: '123456789012' }, false);
  });

  it('is of no use after a change of keys, also of the one for agents alone', () => {
    check({ accessKeyId: 'BURNLINEOTHER' }, false);
    check({ secretAccessKey: 'others' }, false);
    check({ agentKey: { ...agentKey, accessKeyId: 'BURNLINEOTHER' } }, false);
    check({ agentKey: { ...agentKey, secretAccessKey: 'others' } }, false);
    check({ agentKey: undefined }, false);
  });
});
