import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { skip } from '../harness/skip';
import { answering } from './dialogs';
import { eventually } from '../harness/eventually';
import { lensTitles, openShopFile, postDrawing, postShop, selectGroup, SHOP, shopFile } from './shop-group';

// A repository in which somebody says which commit ran.

const GROUP = 'revised';

const DRAWN = `
shop.pricing:PriceList:best @/srv/shop/pricing.py:56
  shop.pricing:PriceRule:quote @/srv/shop/pricing.py:17-19  60
    shop.pricing:BulkRule:rate @/srv/shop/pricing.py:30  40`;

const AS_IT_RAN = 'As it ran';
const MENDED = 'Quotes are reviewed';

describe('the revision that a person picks', function () {
  // The first of them waits for the service to start, and all for a window.
  this.timeout(120_000);
  const file = shopFile('shop', 'pricing.py').fsPath;
  const measured = readFileSync(file, 'utf8');
  const git = (...args: string[]): string => {
    const person = ['user.name=Shop', 'user.email=shop@example.com', 'commit.gpgsign=false'];
    const options = person.flatMap((option) => ['-c', option]);
    const { status, stdout, stderr } = spawnSync('git', [...options, ...args], {
      cwd: shopFile().fsPath,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    return stdout.trim();
  };
  const commit = (message: string): void => {
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', message);
  };

  before(async function () {
    if (spawnSync('git', ['--version']).status !== 0) skip(this, 'git is not on PATH');
    if (!vscode.extensions.getExtension('vscode.git')) skip(this, 'this VS Code has no git extension');
    await postShop();
    git('init', '-q');
    commit(AS_IT_RAN);
    writeFileSync(
      file,
      `# one\n# two\n${measured.replace('total = 0.0', 'total = 0.0  # net\n        total *= 1')}`,
    );
    commit(MENDED);
    await postDrawing(GROUP, DRAWN);
    await vscode.commands.executeCommand('burnline.refresh');
    await selectGroup(GROUP);
    const { uri } = await openShopFile('shop', 'pricing.py');
    // Until its profile is there, it is the group before that a revision is asked of.
    await eventually('lenses of the group', async () =>
      (await lensTitles(uri)).some(({ title }) => /^CPU 100\s%/.test(title)) ? true : undefined,
    );
  });

  after(async () => {
    writeFileSync(file, measured);
    await selectGroup(SHOP);
  });

  it('is among the latest commits, and decides what has changed since', async () => {
    let [offered, asked] = [[] as readonly string[], ''];
    await answering(
      {
        pick: (labels, title) => {
          [offered, asked] = [labels, title];
          return AS_IT_RAN;
        },
      },
      () => vscode.commands.executeCommand('burnline.pickRevision'),
    );
    assert.equal(asked, 'Which revision ran in revised?');
    const commits = offered.indexOf(MENDED);
    assert.deepEqual(offered.slice(commits, commits + 2), [MENDED, AS_IT_RAN], 'the latest first');
    const [quote, rate] = await lensesThat('know the commit', (lenses) =>
      lenses.every(({ why }) => why.includes('which you picked')),
    );
    assert.match(quote.title, /^CPU 100\s% before your edit$/);
    assert.match(
      quote.why,
      new RegExp(`revision ${git('rev-parse', '--short=7', 'HEAD~1')}, which you picked`),
    );
    assert.match(quote.head, /def quote/);
    assert.match(rate.title, /^CPU 40\.0\s% \(self/, 'it stands lower, and is the same');
    assert.match(rate.head, /def rate/);
  });

  it('may be typed, as the name of a branch or a tag', async () => {
    git('tag', '-f', 'deployed');
    await answering(
      {
        pick: (labels) => labels.find((label) => label.startsWith('Another Revision')),
        type: () => 'deployed',
      },
      () => vscode.commands.executeCommand('burnline.pickRevision'),
    );
    const [quote] = await lensesThat('know the tag', (lenses) =>
      lenses.every(({ why }) => why.includes('revision deployed, which you picked')),
    );
    assert.match(quote.title, /^CPU 100\s% \(self 60\.0\s%\)/, 'what is tagged is what stands here');
  });

  it('is forgotten where that is asked', async () => {
    const pick = (labels: readonly string[]) => labels.find((label) => label.startsWith('Not known'));
    await answering({ pick }, () => vscode.commands.executeCommand('burnline.pickRevision'));
    await lensesThat('know of no picked commit', (lenses) =>
      lenses.every(({ why }) => !why.includes('which you picked')),
    );
  });

  interface Seen {
    readonly title: string;
    readonly why: string;
    /** What the lens stands above. */
    readonly head: string;
  }

  /** Of `quote` and of the first `rate`. */
  async function lensesThat(
    what: string,
    are: (lenses: readonly Seen[]) => boolean,
  ): Promise<readonly Seen[]> {
    const document = await vscode.workspace.openTextDocument(file);
    return eventually(`lenses that ${what}`, async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        50,
      );
      const seen = lenses
        .sort((a, b) => a.range.start.line - b.range.start.line)
        .map(({ range, command }) => ({
          title: command?.title ?? '',
          why: command?.tooltip ?? '',
          head: document.lineAt(range.start.line).text,
        }))
        .filter(({ head }) => /def (quote|rate)/.test(head));
      return seen.length === 2 && are(seen) ? seen : undefined;
    });
  }
});
