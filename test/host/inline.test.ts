import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { answering } from './dialogs';
import { eventually } from '../harness/eventually';
import { lensTitles, openShopFile, postShop } from './shop-group';

// Where figures stand in the text: what each surface shows of the recorded shop, and how each is switched off.

describe('figures in the text', () => {
  before(postShop);

  const set = (id: string, value: unknown): Thenable<void> =>
    vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Workspace);

  const hintsOf = async ({ uri, lineCount }: vscode.TextDocument): Promise<string[]> => {
    const range = new vscode.Range(0, 0, lineCount, 0);
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      uri,
      range,
    );
    return hints.flatMap(({ label, position }) =>
      typeof label === 'string' ? [] : [`${position.line + 1} ${label.map(({ value }) => value).join('')}`],
    );
  };

  const hoverAt = async ({ uri }: vscode.TextDocument, line: number): Promise<string> => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      new vscode.Position(line - 1, 6),
    );
    const texts = hovers.flatMap(({ contents }) => contents as vscode.MarkdownString[]);
    return texts.map(({ value }) => value).find((value) => value.includes('command:burnline.')) ?? '';
  };

  it('are inlay hints behind the heads that have lenses, once these are asked for', async () => {
    const { document, lenses } = await openWithLenses('shop', 'pricing.py');
    assert.deepEqual(await hintsOf(document), []);
    await set('burnline.inlay.enabled', true);
    try {
      const hints = await hintsOf(document);
      assert.deepEqual(
        hints.map((hint) => Number(hint.split(' ')[0])).sort((a, b) => a - b),
        lenses.map(({ line }) => line).sort((a, b) => a - b),
      );
      for (const hint of hints) assert.match(hint, /^\d+ CPU [<\d.\s]+\s%$/);
    } finally {
      await set('burnline.inlay.enabled', undefined);
    }
  });

  it('say in a hover over a hot line which lines the samples are of', async () => {
    const { document, lenses } = await openWithLenses('shop', 'pricing.py');
    const below = Math.min(...lenses.map(({ line }) => line)) + 1;
    const texts: string[] = [];
    for (let line = below; line < below + 40; line += 1) texts.push(await hoverAt(document, line));
    const ofLine = texts.find((text) => /^Lines? \d+/m.test(text)) ?? '';
    assert.match(ofLine, /^Lines? \d+(–\d+)?\\: [\d\\.]+\s\\% of CPU/m);
    assert.match(ofLine, /^CPU [\d\\.]+\s\\% of the latest 1\sh/m);
  });

  it('all go with one command, and come back with it', async () => {
    const { document, lenses } = await openWithLenses('shop', 'pricing.py');
    await set('burnline.inlay.enabled', true);
    const [{ line }] = lenses;
    try {
      assert.notEqual(await hoverAt(document, line), '');
      await vscode.commands.executeCommand('burnline.toggleInlineInsights');
      assert.deepEqual(await lensTitles(document.uri), []);
      assert.deepEqual(await hintsOf(document), []);
      assert.equal(await hoverAt(document, line), '');
      await vscode.commands.executeCommand('burnline.toggleInlineInsights');
      assert.notDeepEqual(await lensTitles(document.uri), []);
      assert.notEqual(await hoverAt(document, line), '');
    } finally {
      await set('burnline.inlay.enabled', undefined);
    }
  });

  it('are switched off surface by surface', async () => {
    const { document, lenses } = await openWithLenses('shop', 'pricing.py');
    await set('burnline.hover.enabled', false);
    assert.equal(await hoverAt(document, lenses[0].line), '');
    assert.notDeepEqual(await lensTitles(document.uri), []);
    await set('burnline.hover.enabled', undefined);
    await set('burnline.lens.enabled', false);
    assert.notEqual(await hoverAt(document, lenses[0].line), '');
    assert.deepEqual(await lensTitles(document.uri), []);
    await set('burnline.lens.enabled', undefined);
  });

  it('keep their lines when the profile comes in anew', async () => {
    const { document, lenses } = await openWithLenses('shop', 'pricing.py');
    await vscode.commands.executeCommand('burnline.refresh');
    assert.deepEqual(
      (await lensTitles(document.uri)).map(({ line }) => line),
      lenses.map(({ line }) => line),
    );
  });

  it('do not stand in the way of any style of line heat', async () => {
    const { document } = await openWithLenses('shop', 'pricing.py');
    for (const style of ['off', 'endOfLine', 'both', undefined]) {
      await set('burnline.heat.style', style);
      assert.notDeepEqual(await lensTitles(document.uri), []);
    }
  });
});

describe('hot spots', () => {
  before(postShop);

  const whereWeAre = (): string => {
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    return `${editor.document.uri.path.split('/').at(-1)}:${editor.selection.active.line + 1}`;
  };

  it('are walked through across files, and back the same way', async () => {
    // Lenses tell that the profile is here.
    await openWithLenses('shop', 'pricing.py');
    const seen: string[] = [];
    const fileOf = (place: string): string => place.split(':')[0];
    for (let step = 0; step < 10; step += 1) {
      await vscode.commands.executeCommand('burnline.nextHotspot');
      seen.push(whereWeAre());
      if (fileOf(seen[0]) !== fileOf(whereWeAre())) break;
    }
    assert.notEqual(fileOf(seen[0]), fileOf(whereWeAre()), seen.join(' '));
    assert.equal(new Set(seen).size, seen.length, 'none comes twice');
    await vscode.commands.executeCommand('burnline.previousHotspot');
    assert.equal(whereWeAre(), seen.at(-2));
  });

  it('lead to who calls the function at the cursor, the hottest first', async () => {
    const { document, lenses } = await openWithLenses('shop', 'pricing.py');
    const { line } =
      lenses.find(({ line }) => document.lineAt(line - 1).text.includes('def rate')) ?? lenses[0];
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(line, 8, line, 8);
    let [offered, asked] = [[] as readonly string[], ''];
    await answering(
      {
        pick: (labels, title) => {
          [offered, asked] = [labels, title];
          return labels[0];
        },
      },
      () => vscode.commands.executeCommand('burnline.hottestCallers'),
    );
    assert.match(asked, /^Hottest callers of \w+Rule\.rate$/);
    assert.match(offered[0], /^\w+Rule\.quote$/, offered.join());
    const { text } = document.lineAt(Number(whereWeAre().split(':')[1]) - 1);
    assert.match(text, /def quote/);
  });

  it('say so where the cursor is in nothing that ran', async () => {
    const { document } = await openWithLenses('shop', 'pricing.py');
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    let said = '';
    await answering(
      { pick: () => assert.fail('nothing to pick from'), press: (message) => void (said = message) },
      () => vscode.commands.executeCommand('burnline.hottestCallers'),
    );
    assert.equal(said, 'The cursor is in no function that was seen running.');
  });
});

async function openWithLenses(...segments: string[]) {
  const document = await openShopFile(...segments);
  const lenses = await eventually('lenses', async () => {
    const found = await lensTitles(document.uri);
    return found.length > 0 ? found : undefined;
  });
  return { document, lenses };
}
