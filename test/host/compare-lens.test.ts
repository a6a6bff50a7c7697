import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { answering } from './dialogs';
import { eventually } from '../harness/eventually';
import { openPanels, openShopFile, postDrawing, postShop, selectGroup, SHOP } from './shop-group';

// Two hours of one program: what the editor says of its functions while they are held against each other.

const GROUP = 'compared';
const HOUR = 3_600_000;

const BEFORE = `
shop.pricing:PriceList:best @/srv/shop/pricing.py:56
  shop.pricing:PriceRule:quote @/srv/shop/pricing.py:17-19  930
    shop.pricing:BulkRule:rate @/srv/shop/pricing.py:30  310
  re:compile @/usr/lib/python3.11/re.py:9  8760`;

const AFTER = `
shop.pricing:PriceList:best @/srv/shop/pricing.py:56
  shop.pricing:PriceRule:quote @/srv/shop/pricing.py:17-19  1890
  re:compile @/usr/lib/python3.11/re.py:9  8110`;

/** Lines of pricing.py that begin these functions. */
const [QUOTE, BULK_RATE, BEST] = [15, 29, 55];

describe('while two profiles are compared', () => {
  before(async () => {
    await postShop();
    // The latest hour has the second one only.
    const end = Date.now() - 30_000;
    await postDrawing(GROUP, BEFORE, end - HOUR);
    await postDrawing(GROUP, AFTER, end);
    await vscode.commands.executeCommand('burnline.refresh');
    await selectGroup(GROUP);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await selectGroup(SHOP);
  });

  it('lenses say both sides, also of what ran on one of them only, until the comparison is closed', async () => {
    const document = await openShopFile('shop', 'pricing.py');
    await untilLenses(document, [
      `${QUOTE} CPU 18.9 % (self 18.9 %) · 1,890 samples`,
      `${BEST} CPU 100 % (self 0 %) · 10,000 samples`,
    ]);
    const pick = (labels: readonly string[]) => labels.find((label) => label.includes('the hour before'));
    const target = { connectionId: 'local', group: GROUP };
    await answering({ pick }, () => vscode.commands.executeCommand('burnline.compare', target));
    await eventually('the comparison', () => openPanels().includes('burnline.compare') || undefined);
    await untilLenses(document, [
      `${QUOTE} A 12.4 % → B 18.9 % (+6.5 points)`,
      `${BULK_RATE} A 3.1 % → B 0 % (gone)`,
      `${BEST} A 100 % → B 100 % (no clear change)`,
    ]);
    assert.match(await hoverAt(document, QUOTE), /^A 12\.4 % → B 18\.9 % \(\+6\.5 points\)$/m);
    const gone = await hoverAt(document, BULK_RATE);
    assert.match(gone, /^A 3\.1 % → B 0 % \(gone\)$/m);
    assert.doesNotMatch(gone, /command:/, 'the profile that is shown has nothing to lead to');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await untilLenses(document, [
      `${QUOTE} CPU 18.9 % (self 18.9 %) · 1,890 samples`,
      `${BEST} CPU 100 % (self 0 %) · 10,000 samples`,
    ]);
  });
});

async function untilLenses({ uri }: vscode.TextDocument, expected: readonly string[]): Promise<void> {
  let last: readonly string[] = [];
  await eventually(
    () => `${expected.join(', ')}; but ${last.join(', ')}`,
    async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        uri,
        50,
      );
      last = lenses
        .sort((a, b) => a.range.start.line - b.range.start.line)
        .map(({ range, command }) =>
          `${range.start.line + 1} ${command?.title ?? ''}`.replaceAll('\u00a0', ' '),
        );
      return last.join() === expected.join();
    },
  );
}

/** Of ours, without its escapes, a line of it in a line. */
async function hoverAt({ uri }: vscode.TextDocument, line: number): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    new vscode.Position(line - 1, 8),
  );
  return hovers
    .flatMap(({ contents }) => contents as vscode.MarkdownString[])
    .map(({ value }) => value.replace(/\\([!-/:-@[-`{-~])/g, '$1').replaceAll('\u00a0', ' '))
    .join('\n')
    .replace(/ +$/gm, '');
}
