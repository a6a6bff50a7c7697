import assert from 'node:assert/strict';
import {
  commonSuffix,
  isDerivedPath,
  isLibraryPath,
  parseFramePath,
  segmentsBelow,
} from '../../src/source/frame-path';

function check(file: string, expected: string): void {
  const path = parseFramePath(file);
  assert.equal(path ? `${path.isAbsolute ? '/' : ''}${path.segments.join('/')}` : 'no path', expected);
}

function below(root: string, file: string): string | undefined {
  return segmentsBelow(parseFramePath(root)!, parseFramePath(file)!)?.join('/');
}

function common(a: string, b: string): number {
  const [left, right] = [parseFramePath(a)!, parseFramePath(b)!];
  return commonSuffix(left.segments, right.segments, left.ignoreCase);
}

const segments = (path: string): readonly string[] => parseFramePath(path)!.segments;

describe('frame paths', () => {
  it('are taken apart, absolute and relative, Unix and Windows', () => {
    check('/app/shop/catalog.py', '/app/shop/catalog.py');
    check('shop/catalog.py', 'shop/catalog.py');
    check('./shop//catalog.py', 'shop/catalog.py');
    check('C:\\Shop\\App.py', '/c:/Shop/App.py');
    check('d:/shop/app.py', '/d:/shop/app.py');
    check('shop\\app.py', 'shop/app.py');
    check('\\\\server\\share\\app.py', '/server/share/app.py');
  });

  it('cannot climb', () => {
    check('/ws/../etc/passwd', '/etc/passwd');
    check('/../../../etc/passwd', '/etc/passwd');
    check('../../etc/passwd', 'etc/passwd');
    check('..', 'no path');
  });

  it('are none where no file is meant', () => {
    check('', 'no path');
    check('<frozen runpy>', 'no path');
    check('<string>', 'no path');
    check('/ws/app.py\0.png', 'no path');
    check('/ws/app.py\n', 'no path');
    check('/', 'no path');
    check(`/${'a/'.repeat(100_000)}`, 'no path');
  });

  it('lie below a root or do not', () => {
    assert.equal(below('/ws', '/ws/shop/app.py'), 'shop/app.py');
    assert.equal(below('/ws/', '/ws/app.py'), 'app.py');
    assert.equal(below('/ws', '/ws'), undefined);
    assert.equal(below('/ws', '/ws-2/app.py'), undefined);
    assert.equal(below('/ws', '/ws/../other/app.py'), undefined);
    assert.equal(below('/ws', 'ws/app.py'), undefined);
    assert.equal(below('/ws', '/WS/app.py'), undefined);
    assert.equal(below('c:\\Work\\Shop', 'C:\\work\\shop\\App.py'), 'App.py');
  });

  it('agree from their ends', () => {
    assert.equal(common('/app/shop/catalog.py', '/home/me/shop/catalog.py'), 2);
    assert.equal(common('/app/shop/catalog.py', '/home/me/shop/orders.py'), 0);
    assert.equal(common('app.py', '/home/me/app.py'), 1);
    assert.equal(common('C:\\App\\Shop\\Catalog.py', '/ws/shop/catalog.py'), 2);
  });

  it('tell a library from a workspace', () => {
    assert.ok(isLibraryPath(segments('/usr/lib/python3.11/logging/__init__.py')));
    assert.ok(isLibraryPath(segments('/app/.venv/lib/python3.12/site-packages/shop/app.py')));
    assert.ok(isLibraryPath(segments('/usr/lib/python3/dist-packages/yaml/__init__.py')));
    assert.ok(isLibraryPath(segments('C:\\Python311\\Lib\\json\\decoder.py')));
    assert.ok(isLibraryPath(segments('/opt/python311.zip/json/decoder.py')));
    assert.ok(!isLibraryPath(segments('/home/me/python/lib2/app.py')));
    assert.ok(!isLibraryPath(segments('/home/me/lib/app.py')));
    assert.ok(isDerivedPath(segments('build/lib/shop/app.py')));
    assert.ok(!isDerivedPath(segments('build/app.py')));
  });
});
