import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { encodeAgentProfile } from '../../src/profile/codec/agent-profile';
import { readProfile } from '../../src/profile/codec/read-profile';
import { skip } from '../harness/skip';
import { eventually } from '../harness/eventually';
import {
  EXTENSION_ID,
  lensTitles,
  postShop,
  selectGroup,
  serviceGateway,
  SHOP,
  shopFile,
} from './shop-group';

// A Java program under Flight Recorder, as the Java agent's profiles are: classes, methods, lines, no paths.

const GROUP = 'warehouse-java';
const SECONDS = '4';

describe('Java in the editor', () => {
  const folder = mkdtempSync(join(tmpdir(), 'burnline-java-'));
  const source = () => shopFile('java', 'Warehouse.java');

  before(async function () {
    this.timeout(120_000);
    if (spawnSync('javac', ['-version']).status !== 0) skip(this, 'there is no Java compiler on PATH');
    await postShop();
    await vscode.workspace.fs.copy(vscode.Uri.file(fixture()), source(), { overwrite: true });
    const gateway = await serviceGateway();
    await gateway.createGroup(GROUP);
    await gateway.postAgentProfile(GROUP, record(folder));
    gateway.dispose();
    await vscode.commands.executeCommand('burnline.refresh');
    await selectGroup(GROUP);
  });

  after(async () => {
    await selectGroup(SHOP);
    await vscode.workspace.fs.delete(shopFile('java'), { recursive: true }).then(undefined, () => undefined);
    rmSync(folder, { recursive: true, force: true });
  });

  it('has lenses above the methods that ran, inner classes included', async () => {
    const document = await vscode.workspace.openTextDocument(source());
    await vscode.window.showTextDocument(document);
    const lenses = await eventually('lenses in Warehouse.java', async () => {
      const found = await lensTitles(document.uri);
      return found.some(({ line }) => document.lineAt(line - 1).text.includes('countBoxes(int boxes)'))
        ? found
        : undefined;
    });
    const heads = lenses.map(({ line }) => document.lineAt(line - 1).text.trim());
    for (const head of heads) assert.match(head, /\w+\(.*\{$/, 'the head of a method');
    assert.ok(
      heads.some((head) => head.startsWith('void countUntil(')),
      heads.join('\n'),
    );
    const [hottest] = lenses.filter(({ line }) => document.lineAt(line - 1).text.includes('countBoxes('));
    assert.match(hottest.title, /^CPU (?:100|[5-9]\d\.\d)\s% /, 'it does little else');
  });

  it('walks to its hottest method', async () => {
    await vscode.commands.executeCommand('burnline.nextHotspot');
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor?.document.uri.path.endsWith('Warehouse.java'));
  });

  function fixture(): string {
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension);
    return join(extension.extensionPath, 'test', 'fixtures', 'java', 'Warehouse.java');
  }

  /** Runs the program for some seconds. @returns what an agent would post */
  function record(into: string): Uint8Array {
    execFileSync('javac', ['-d', into, fixture()]);
    const file = join(into, 'run.jfr');
    const options = `-XX:StartFlightRecording=filename=${file},settings=profile`;
    execFileSync('java', [options, '-cp', into, 'Warehouse', SECONDS], { stdio: 'ignore' });
    const profile = readProfile(readFileSync(file)).profile;
    const end = Date.now() - 1000;
    const meta = { ...profile.meta, start: end - 4000, end };
    return new TextEncoder().encode(encodeAgentProfile({ ...profile, meta }));
  }
});
