import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { createGateway } from '../../src/aws/gateway';
import type { Gateway } from '../../src/aws/gateway';
import { encodeAgentProfile } from '../../src/profile/codec/agent-profile';
import { defaultDataFolder, findService } from '../../src/service/handshake';
import { profileOf } from '../fixtures/text-profile';

/** What the in-host tests share: the real service, started by the extension, with recordings of the sample shop. */

export const EXTENSION_ID = 'burnline.burnline';

export const SHOP = 'shop-recorded';

/** The service that the extension started, as a client of its own would find it. */
export async function serviceGateway(): Promise<Gateway> {
  const folder = defaultDataFolder(process.env, process.platform);
  assert.ok(process.env.BURNLINE_DATA, 'the suite must not touch the data of whoever runs it');
  const address = await findService(folder);
  assert.ok(address, 'the embedded service runs');
  return createGateway({ kind: 'local', address });
}

/**
 * Starts the service through the extension, posts what real agents recorded, once for all test files, and looks at its CPU,
 * whatever the file before looked at.
 */
export async function postShop(): Promise<void> {
  await vscode.commands.executeCommand('burnline.refresh');
  const gateway = await serviceGateway();
  const groups = await gateway.listGroups();
  if (!groups.some(({ name }) => name === SHOP)) {
    await gateway.createGroup(SHOP);
    for (const run of ['run-a', 'run-b']) {
      for (const part of ['1', '2', '3', '4']) {
        await gateway.postAgentProfile(SHOP, Buffer.from(recordedText(run, part)));
      }
    }
  }
  gateway.dispose();
  await selectGroup(SHOP);
  await vscode.commands.executeCommand('burnline.showCpu');
}

/** Resolves when its profile is the one in focus: until then it is that of another group, which may have the same functions. */
export async function selectGroup(group: string): Promise<void> {
  await vscode.commands.executeCommand('burnline.selectGroup', { connectionId: 'local', group });
  const extension = vscode.extensions.getExtension<{ ready(): Promise<void> }>(EXTENSION_ID);
  await extension?.exports.ready();
}

/** Posts a profile that is drawn in text as of a Python program that ended then, in a group of its own. */
export async function postDrawing(group: string, drawing: string, end = Date.now() - 1000): Promise<void> {
  const agent = { type: 'CodeGuruProfiler-python', version: '1.2.6' };
  const profile = profileOf(drawing, { agent, start: end - 30_000, end });
  const gateway = await serviceGateway();
  const groups = await gateway.listGroups();
  if (!groups.some(({ name }) => name === group)) await gateway.createGroup(group);
  await gateway.postAgentProfile(group, new TextEncoder().encode(encodeAgentProfile(profile)));
  gateway.dispose();
}

const DAY = 86_400_000;

/**
 * When the recorded runs began, as far as the tests go: at noon, so that no period ends between them, and so long ago that
 * the service has no news of them, but not as long as it keeps profiles.
 */
const BEGAN = Math.floor(Date.now() / DAY - 4) * DAY + DAY / 2;

/** When the first of the recorded profiles began in truth. */
const RECORDED = 1_795_239_809_179;

/** Bundled tests lie in out/, so the checkout is where the extension is. */
function recordedText(run: string, part: string): string {
  const extension = vscode.extensions.getExtension(EXTENSION_ID);
  assert.ok(extension);
  const file = join(extension.extensionPath, 'test', 'fixtures', 'recordings', run, `${part}.json`);
  const profile = JSON.parse(readFileSync(file, 'utf8')) as { start: number; end: number };
  const shift = BEGAN - RECORDED;
  return JSON.stringify({ ...profile, start: profile.start + shift, end: profile.end + shift });
}

export function shopFile(...segments: string[]): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return vscode.Uri.joinPath(folder.uri, ...segments);
}

export async function openShopFile(...segments: string[]): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(shopFile(...segments));
  await vscode.window.showTextDocument(document);
  return document;
}

export async function lensTitles(uri: vscode.Uri): Promise<{ line: number; title: string }[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
    50,
  );
  return lenses.flatMap(({ range, command }) =>
    command?.command === 'burnline.openFlameGraph'
      ? [{ line: range.start.line + 1, title: command.title }]
      : [],
  );
}

/** View types of the open webview tabs, as extensions name them. */
export function openPanels(): string[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) => (input instanceof vscode.TabInputWebview ? [input.viewType] : []))
    .map((type) => type.replace('mainThreadWebview-', ''));
}
