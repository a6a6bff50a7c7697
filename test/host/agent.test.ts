import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Gateway } from '../../src/aws/gateway';
import { ProfilerError } from '../../src/aws/profiler-error';
import { ensureEnvironment } from '../../src/start/python-environment';
import { StartError } from '../../src/start/start-error';
import { skip } from '../harness/skip';
import { eventually } from '../harness/eventually';
import { EXTENSION_ID, serviceGateway, shopFile } from './shop-group';

/** The command makes a group of the name of the workspace folder. */
const GROUP = 'workspace';

describe('Start Profiling Agent…', () => {
  let gateway: Gateway;

  before(async function () {
    this.timeout(240_000);
    const python = await pythonWithAgent(this);
    await setInterpreter(python);
    await vscode.commands.executeCommand('burnline.refresh');
    gateway = await serviceGateway();
  });
  after(async () => {
    await setInterpreter(undefined);
    gateway?.dispose();
  });

  it('runs a file in a terminal, until profiles come in, and Stop sends the rest', async function () {
    this.timeout(120_000);
    await vscode.commands.executeCommand('burnline.startAgent', shopFile('main.py'));
    await eventually('a first profile', () => lastProfileAt(gateway));
    const reported = await profileCount(gateway);
    await vscode.commands.executeCommand('burnline.stopAgent');

    await eventually('no task', () => vscode.tasks.taskExecutions.length === 0);
    assert.ok((await profileCount(gateway)) > reported, 'nothing was flushed');
    const { frames } = await gateway.getProfile(GROUP, { latest: 3_600_000 });
    assert.ok(frames.file.includes(shopFile('shop', 'catalog.py').fsPath), 'frames carry absolute files');
  });
});

async function pythonWithAgent(context: Mocha.Context): Promise<string> {
  const extension = vscode.extensions.getExtension(EXTENSION_ID);
  assert.ok(extension);
  const folder = join(extension.extensionPath, '.burnline', 'venv');
  try {
    return (await ensureEnvironment(folder, () => undefined, new AbortController().signal)).path;
  } catch (error) {
    if (error instanceof StartError) skip(context, error.message);
    throw error;
  }
}

async function setInterpreter(path: string | undefined): Promise<void> {
  const settings = vscode.workspace.getConfiguration();
  await settings.update('burnline.python.interpreter', path, vscode.ConfigurationTarget.Global);
}

async function lastProfileAt(gateway: Gateway): Promise<number | undefined> {
  try {
    return (await gateway.describeGroup(GROUP)).lastAgentProfileAt;
  } catch (error) {
    if (error instanceof ProfilerError && error.code === 'not-found') return undefined;
    throw error;
  }
}

async function profileCount(gateway: Gateway): Promise<number> {
  return (await gateway.getProfile(GROUP, { latest: 3_600_000 })).meta.profileCount;
}
