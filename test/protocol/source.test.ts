import assert from 'node:assert/strict';
import { formatFileAddress, isSameOrigin, parseFileAddress } from '../../src/protocol/source';

describe('the address of a file', () => {
  const check = (group: string, uri: string, threads: string): void => {
    const address = parseFileAddress(group);
    assert.deepEqual(address, { uri, threads });
    assert.equal(formatFileAddress(address), group);
  };

  it('says how the file is read', () => {
    check('file:///srv/cpu.pb.gz', 'file:///srv/cpu.pb.gz', 'merged');
    check('file:///srv/cpu.pb.gz#threads=separate', 'file:///srv/cpu.pb.gz', 'separate');
  });

  it('leaves alone what belongs to the file', () => {
    check('file:///srv/a%23threads%3Dseparate', 'file:///srv/a%23threads%3Dseparate', 'merged');
    check('memfs:/a?b#c', 'memfs:/a?b#c', 'merged');
    check('memfs:/a?b#c#threads=separate', 'memfs:/a?b#c', 'separate');
    check('file:///srv/a#threads=some', 'file:///srv/a#threads=some', 'merged');
  });

  it('is of the same origin however the file is read; a group is itself alone', () => {
    const same = (connectionId: string, a: string, b: string): boolean =>
      isSameOrigin({ connectionId, group: a }, { connectionId, group: b });
    assert.ok(same('file', 'file:///a', 'file:///a#threads=separate'));
    assert.ok(!same('file', 'file:///a', 'file:///b'));
    assert.ok(!same('local', 'a', 'a#threads=separate'));
    assert.ok(!isSameOrigin(undefined, { connectionId: 'local', group: 'a' }));
    assert.ok(!isSameOrigin({ connectionId: 'x', group: 'a' }, { connectionId: 'y', group: 'a' }));
  });
});
