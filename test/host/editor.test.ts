import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../harness/eventually';
import { lensTitles, openShopFile, postShop, shopFile } from './shop-group';

describe('the editor', () => {
  before(postShop);

  it('has lenses above functions that were seen running, at their heads', async () => {
    const document = await openShopFile('shop', 'pricing.py');
    const lenses = await eventually('lenses in pricing.py', async () => {
      const found = await lensTitles(document.uri);
      return found.length > 0 ? found : undefined;
    });
    for (const { line, title } of lenses) {
      assert.match(document.lineAt(line - 1).text, /\b(def|lambda)\b/, title);
      assert.match(title, /^CPU [<\d.\s]+\s%\s\(self [<\d.\s]+\s%\) · [\d,]+ samples?/, title);
    }
  });

  it('keeps lenses above their functions through edits', async () => {
    const document = await openShopFile('shop', 'pricing.py');
    const headOf = (line: number): string => document.lineAt(line - 1).text;
    const before = await eventually('lenses', async () => nonEmpty(await lensTitles(document.uri)));
    const heads = before.map(({ line }) => headOf(line));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# a line\n# another\n\n');
    await vscode.workspace.applyEdit(edit);
    const after = await eventually('lenses three lines further down', async () => {
      const found = await lensTitles(document.uri);
      return found.every(({ line }, i) => line === before[i]?.line + 3) ? nonEmpty(found) : undefined;
    });
    assert.deepEqual(
      after.map(({ line }) => headOf(line)),
      heads,
    );
    await vscode.commands.executeCommand('undo');
  });

  it('takes lenses away with one command and gives them back', async () => {
    const document = await openShopFile('shop', 'pricing.py');
    await eventually('lenses', async () => nonEmpty(await lensTitles(document.uri)));
    await vscode.commands.executeCommand('burnline.toggleLenses');
    assert.deepEqual(await lensTitles(document.uri), []);
    await vscode.commands.executeCommand('burnline.toggleLenses');
    assert.notDeepEqual(await lensTitles(document.uri), []);
  });

  it('shows latency by state in the latency view', async () => {
    const document = await openShopFile('shop', 'web', 'handlers.py');
    await vscode.commands.executeCommand('burnline.showLatency');
    const lenses = await eventually('latency lenses', async () => nonEmpty(await lensTitles(document.uri)));
    await vscode.commands.executeCommand('burnline.showCpu');
    assert.match(lenses[0].title, /^Latency [\d.]+\s% \((waiting|running|blocked) /);
  });

  it('explains a function in a hover whose links run commands of ours only', async () => {
    const document = await openShopFile('shop', 'web', 'handlers.py');
    const [{ line }] = await eventually('lenses', async () => nonEmpty(await lensTitles(document.uri)));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(line - 1, 6),
    );
    const texts = hovers.flatMap(({ contents }) => contents as vscode.MarkdownString[]);
    const text = texts.map(({ value }) => value).find((value) => value.includes('command:burnline.')) ?? '';
    assert.match(text, /^\*\*Handler\\\.handle\*\* *\n/);
    assert.match(text, /^CPU [\d\\.]+\s\\% of the latest 1\sh/m);
    assert.match(text, /command:burnline\.setFleet/, 'no fleet is set, so it says how to set one');
    assert.doesNotMatch(text, /\$\d/, 'no dollars without a fleet');
    const commands = [...text.matchAll(/command:([\w.]+)/g)].map(([, id]) => id);
    assert.deepEqual(
      commands.filter((id) => !id.startsWith('burnline.')),
      [],
    );
  });

  it('shows the recommendation on the line that makes the client, and a quick fix opens its frame', async () => {
    const diagnostic = await eventually('a diagnostic about SDK clients', () => findSdkDiagnostic());
    const document = await vscode.workspace.openTextDocument(diagnostic.uri);
    assert.match(document.lineAt(diagnostic.range.start.line).text, /boto3\.client\(/);
    assert.match(diagnostic.message, /: [\d.]+\s% of CPU\. Create the client once and reuse it\.$/);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      diagnostic.uri,
      diagnostic.range,
    );
    const action = actions.find(({ title }) => title === 'Show in Flame Graph');
    assert.equal(action?.command?.command, 'burnline.openFlameGraph');
    const [{ stack }] = action?.command?.arguments as [{ stack: string[] }];
    assert.match(stack.join(' > '), /^.*shop.* > boto3/);
  });

  it('carries costs in lens, hover and diagnostic once a fleet is set', async () => {
    const fleet = vscode.workspace.getConfiguration();
    await fleet.update(
      'burnline.fleet',
      { instanceType: 'm5.large', count: 4 },
      vscode.ConfigurationTarget.Workspace,
    );
    try {
      const document = await openShopFile('shop', 'web', 'handlers.py');
      const priced = await eventually('a lens with a cost', async () =>
        (await lensTitles(document.uri)).find(({ title }) => /\$[\d.,]+( k)?\/yr/.test(title)),
      );
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        new vscode.Position(priced.line - 1, 6),
      );
      const text = hovers
        .flatMap(({ contents }) => contents as vscode.MarkdownString[])
        .map(({ value }) => value);
      assert.match(text.join('\n'), /CPU × \\\$0\\\.096\\\/h × 8\\,760 h × 4 hosts/);
      await eventually('a diagnostic with a cost', () =>
        findSdkDiagnostic()?.message.includes('/yr') === true ? true : undefined,
      );
    } finally {
      await fleet.update('burnline.fleet', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('goes to the source of a frame, and says why where there is none', async () => {
    const frame = {
      name: 'shop.pricing:PriceList:best',
      file: '/home/dev/shop/shop/pricing.py',
      firstLine: 56,
      lastLine: 56,
    };
    await vscode.commands.executeCommand('burnline.goToFrame', frame);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), shopFile('shop', 'pricing.py').toString());
    assert.match(editor.document.lineAt(editor.selection.start.line).text, /def best/);
    await vscode.commands.executeCommand('burnline.goToFrame', {
      ...frame,
      name: 'os:nothing',
      file: '/usr/lib/nothing.py',
    });
    assert.equal(vscode.window.activeTextEditor, editor);
  });
});

function nonEmpty<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}

function findSdkDiagnostic(): (vscode.Diagnostic & { uri: vscode.Uri }) | undefined {
  for (const [uri, diagnostics] of vscode.languages.getDiagnostics()) {
    const found = diagnostics.find(
      ({ source, code }) =>
        source === 'Burnline' &&
        typeof code === 'object' &&
        code.value === 'Recreation of AWS SDK Service Clients',
    );
    if (found) return Object.assign(found, { uri });
  }
  return undefined;
}
