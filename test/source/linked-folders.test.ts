import assert from 'node:assert/strict';
import { createLocator } from '../../src/source/locate';
import { frameRefOf, workspaceOf } from './workspace';

const MAIN = 'def main():\n    return 1\n';

/** `/link` leads to `/real/ws`, and `/link/copy` to `/link/app`. */
const realPath = (path: string): Promise<string> =>
  Promise.resolve(path.replace(/^\/link(?=\/|$)/, '/real/ws').replace('/ws/copy', '/ws/app'));

async function check(files: readonly string[], frame: string, expected: string): Promise<void> {
  const access = workspaceOf(Object.fromEntries(files.map((file) => [file, MAIN])));
  const locator = createLocator({ wasmDir: 'dist', ...access, realPath });
  const location = await locator.locate(frameRefOf(frame), ['/link']);
  locator.dispose();
  assert.equal('file' in location ? `${location.status} ${location.file}` : location.why, expected);
}

describe('a folder that was opened through a link', () => {
  it('has the files that frames name by what it leads to', async () => {
    await check(['/link/main.py'], 'main:main /real/ws/main.py:2', 'exact /link/main.py');
    await check(['/link/main.py'], 'main:main /link/main.py:2', 'exact /link/main.py');
    // The lines are not its, and the name alone would not do.
    await check(['/link/main.py'], 'main:main /real/ws/main.py:9', 'moved /link/main.py');
  });

  it('has each file once, by the path that no other link is in', async () => {
    const files = ['/link/copy/main.py', '/link/app/main.py'];
    await check(files, 'app.main:main /srv/app/main.py:2', 'exact /link/app/main.py');
  });
});
