import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { REVISION_TAG } from '../../src/focus/loaded-profile';
import { skip } from '../harness/skip';
import { eventually, lensTitles, openShopFile, postShop, serviceGateway, SHOP, shopFile } from './shop-group';

/** What the git extension says of renames, as it is in this VS Code. */
describe('figures of a file that was renamed', () => {
  const [before, after] = ['pricing.py', 'prices.py'].map((name) => () => shopFile('shop', name).fsPath);

  it('are those of its functions in the revision that ran', async function () {
    this.timeout(120_000);
    if (spawnSync('git', ['--version']).status !== 0) skip(this, 'git is not on PATH');
    if (!vscode.extensions.getExtension('vscode.git')) skip(this, 'this VS Code has no git extension');
    await postShop();
    git('init', '-q');
    const revision = commit('As it ran');
    const measured = readFileSync(before(), 'utf8');
    renameSync(before(), after());
    commit('Renamed');
    writeFileSync(after(), `# one\n# two\n${measured}`);
    await tag(revision);
    try {
      const document = await openShopFile('shop', 'prices.py');
      const lenses = await eventually('a lens in the renamed file', async () => {
        const found = await lensTitles(document.uri);
        return found.length > 0 ? found : undefined;
      });
      for (const { line, title } of lenses) {
        assert.match(document.lineAt(line - 1).text, /\bdef\b/);
        assert.doesNotMatch(title, /before your edit/);
      }
    } finally {
      writeFileSync(after(), measured);
      renameSync(after(), before());
      commit('As it was');
      await tag(undefined);
    }
  });

  function git(...args: string[]): string {
    const { status, stdout, stderr } = spawnSync('git', args, { cwd: shopFile().fsPath, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return stdout.trim();
  }

  function commit(message: string): string {
    const author = ['user.name=Shop', 'user.email=shop@example.com', 'commit.gpgsign=false'];
    git('add', '-A');
    git(...author.flatMap((setting) => ['-c', setting]), 'commit', '-q', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD');
  }

  async function tag(revision: string | undefined): Promise<void> {
    const gateway = await serviceGateway();
    const group = await gateway.describeGroup(SHOP);
    if (revision === undefined) await gateway.untagGroup(group, [REVISION_TAG]);
    else await gateway.tagGroup(group, { [REVISION_TAG]: revision });
    gateway.dispose();
    await vscode.commands.executeCommand('burnline.refresh');
  }
});
