import assert from 'node:assert/strict';
import { frameKind } from '../../webview/flame/frame-kind';
import { snapshotOf } from './flame-fixture';

describe('whose code a frame is', () => {
  const check = (frame: string, expected: string): void => {
    const snapshot = snapshotOf(`${frame}  1`);
    assert.equal(frameKind(snapshot, snapshot.profile.frames, 0), expected, frame);
  };

  it('is what the host says of own code', () => {
    check('shop.cart:total @/srv/shop/cart.py:1', 'mine');
  });

  it('is the runtime for its library, its frozen modules and its stand-ins', () => {
    check('json.decoder:decode @/usr/lib/python3.11/json/decoder.py:1', 'runtime');
    check('json.decoder:decode @C:\\Python311\\Lib\\json\\decoder.py:1', 'runtime');
    check('<frozen runpy>:_run_code @<frozen runpy>:88', 'runtime');
    check('<Sleep>', 'runtime');
    check('java.util.HashMap.get', 'runtime');
    check('java/util/HashMap.get_[j]', 'runtime');
    check('libjvm.so.Unsafe_Park', 'runtime');
    check('thread com.acme.Pool-1', 'runtime');
  });

  it('is a library for what is installed, also below the runtime', () => {
    check('boto3:client @/opt/venv/lib/python3.11/site-packages/boto3/__init__.py:1', 'library');
    check('numpy:dot @/usr/lib/python3/dist-packages/numpy/core.py:1', 'library');
    check('other:main @/home/somebody/other.py:1', 'library');
    check('com.acme.Cart.total', 'library');
  });
});
