import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EXTENSION_ID } from './shop-group';

describe('the extension', () => {
  it('activates and offers a version and ready() and nothing else', async () => {
    const extension = vscode.extensions.getExtension<{ version: number; ready(): Promise<void> }>(
      EXTENSION_ID,
    );
    assert.ok(extension, `${EXTENSION_ID} is installed`);
    const api = await extension.activate();
    assert.deepEqual(Object.keys(api).sort(), ['ready', 'version']);
    assert.equal(api.version, 1);
    await api.ready();
  });

  it('registers every command that it contributes', async () => {
    const manifest = vscode.extensions.getExtension(EXTENSION_ID)?.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands.filter(({ command }) => !registered.has(command));
    assert.deepEqual(missing, []);
  });
});
