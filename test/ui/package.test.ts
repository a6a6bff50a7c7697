import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installWorkbench, serverFolder, serverNode } from '../workbench/install';

// Whether a VSIX is one is for VS Code to say.

describe('the package', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'burnline-package-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('installs into VS Code with nothing but what runs in it', () => {
    const vsix = join(folder, 'burnline.vsix');
    run(process.execPath, ['src/build/run.mjs', 'package', '--out', vsix]);
    installWorkbench(() => undefined);
    const said = run(serverNode() ?? process.execPath, [
      join(serverFolder, 'out', 'server-main.js'),
      ...['--install-extension', vsix, '--accept-server-license-terms'],
      ...['--extensions-dir', join(folder, 'extensions'), '--server-data-dir', join(folder, 'server')],
    ]);
    assert.match(said, /was successfully installed/);
    const [installed = ''] = readdirSync(join(folder, 'extensions')).filter((name) =>
      name.startsWith('burnline.'),
    );
    assert.deepEqual(notInstalled(join(folder, 'extensions', installed)), []);
  });
});

/** What .vscodeignore lets in and is not there: a misspelt line, or a bundle that is no longer built. */
function notInstalled(extension: string): string[] {
  const allowed = readFileSync('.vscodeignore', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('!'));
  const places = allowed.map((line) => line.slice(1).replace(/\/\*$/, '').replace('LICENSE', 'LICENSE.txt'));
  return places.filter((place) => !existsSync(join(extension, place)));
}

function run(command: string, args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout;
}
