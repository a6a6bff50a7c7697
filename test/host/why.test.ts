import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { answering } from './dialogs';
import { eventually } from '../harness/eventually';
import { lensTitles, openShopFile, postShop } from './shop-group';

describe('why there is a number or none', () => {
  before(async () => {
    await postShop();
    const { uri } = await openShopFile('shop', 'pricing.py');
    await eventually('lenses', async () => ((await lensTitles(uri)).length > 0 ? true : undefined));
  });

  const set = (id: string, value: unknown): Thenable<void> =>
    vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Workspace);

  const whyAt = async (head: RegExp, buttons: string[] = []): Promise<string> => {
    const document = await openShopFile('shop', 'pricing.py');
    const line = document
      .getText()
      .split('\n')
      .findIndex((text) => head.test(text));
    assert.ok(line >= 0);
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    editor.selection = new vscode.Selection(line, 0, line, 0);
    let said = '';
    await answering(
      {
        press: (message, offered) => {
          [said] = [message];
          buttons.push(...offered);
          return undefined;
        },
      },
      () => vscode.commands.executeCommand('burnline.whyNoNumber'),
    );
    return said.replaceAll('\u00a0', ' ');
  };

  it('is told with the samples that the number is made of', async () => {
    assert.match(
      await whyAt(/def quote/),
      /^PriceRule\.quote was running or had called what was running in [\d,]+ of [\d,]+ samples \([\d.]+ %\) of shop-recorded, the latest 1 h\. The profile calls it shop\.pricing:\w+:quote/,
    );
  });

  it('says which limit a function is below', async () => {
    await set('burnline.lens.minimumShare', 0.99);
    try {
      assert.match(
        await whyAt(/def quote/),
        / It has no lens, because only functions of 99\.0 % or more get one\.$/,
      );
    } finally {
      await set('burnline.lens.minimumShare', undefined);
    }
  });

  it('says when it is switched off', async () => {
    await set('burnline.inlineInsights.enabled', false);
    try {
      assert.match(
        await whyAt(/def quote/),
        /^Inline insights are switched off\. PriceRule\.quote was running/,
      );
    } finally {
      await set('burnline.inlineInsights.enabled', undefined);
    }
  });

  it('says of what never ran how rare it can be, and offers the coverage', async () => {
    const buttons: string[] = [];
    const said = await whyAt(/def __init__\(self, product/, buttons);
    assert.match(
      said,
      /^(None of the [\d,]+ samples of shop-recorded, .* has Line\.__init__ in its stack|Line\.__init__ has no number, although)/,
    );
    assert.deepEqual(buttons, ['Show Coverage']);
  });

  it('says of a line outside of all functions that numbers stand at heads', async () => {
    assert.match(
      await whyAt(/^class PriceRule/),
      /^This line is in no function; numbers stand at the heads of functions\.$/,
    );
  });

  it('says of another language that its functions cannot be found', async () => {
    const { document } = await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ language: 'plaintext', content: 'quote' }),
    );
    assert.equal(document.languageId, 'plaintext');
    let said = '';
    await answering({ press: (message) => void (said = message) }, () =>
      vscode.commands.executeCommand('burnline.whyNoNumber'),
    );
    assert.equal(said, 'Functions of this language cannot be found yet.');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
