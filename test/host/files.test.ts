import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { gzipSync } from 'node:zlib';
import { createFileSource } from '../../src/host/file-source';
import { createProfileReader } from '../../src/host/profile-reader';
import { formatFileAddress } from '../../src/protocol/source';
import { eventually } from '../harness/eventually';
import { EXTENSION_ID } from './shop-group';

/** As speedscope writes what two threads ran. */
const TWO_THREADS = JSON.stringify({
  $schema: 'https://www.speedscope.app/file-format-schema.json',
  shared: { frames: [{ name: 'main' }, { name: 'work' }] },
  profiles: [
    { type: 'sampled', name: 'main', unit: 'none', startValue: 0, endValue: 1, samples: [[0]], weights: [1] },
    {
      type: 'sampled',
      name: 'worker',
      unit: 'none',
      startValue: 0,
      endValue: 2,
      samples: [[0, 1]],
      weights: [2],
    },
  ],
});

describe('profiles in files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'burnline-files-'));
  const extension = vscode.extensions.getExtension(EXTENSION_ID);
  const reader = createProfileReader(join(extension?.extensionPath ?? '', 'dist', 'profile-thread.js'));
  const open = createFileSource(reader);

  /** The address of a file of this content. */
  const file = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return vscode.Uri.file(path).toString();
  };

  after(async () => {
    reader.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(folder, { recursive: true });
  });

  it('are read by what is in them, packed or not', async () => {
    for (const content of ['main;work 3\nmain 1\n', gzipSync('main;work 3\nmain 1\n')]) {
      const { profile, formatLabel } = await open(file('anything.txt', content));
      assert.equal(formatLabel, 'a list of collapsed stacks');
      assert.deepEqual(profile.frames.name, ['main', 'work']);
    }
  });

  it('are read once until they are written again', async () => {
    const address = file('again.collapsed', 'main 1\n');
    const first = await open(address);
    assert.equal((await open(address)).profile, first.profile);
    file('again.collapsed', 'main;other 12\n');
    assert.notEqual((await open(address)).profile, first.profile);
  });

  it('are read merged or by thread, each once', async () => {
    const address = file('threads.json', TWO_THREADS);
    const byThread = formatFileAddress({ uri: address, threads: 'separate' });
    const merged = await open(address);
    assert.deepEqual(merged.profile.frames.name, ['main', 'work']);
    assert.deepEqual(merged.threads, { count: 2, separate: false });
    const separate = await open(byThread);
    assert.deepEqual(separate.profile.frames.name.toSorted(), [
      'main',
      'thread main',
      'thread worker',
      'work',
    ]);
    assert.deepEqual(separate.threads, { count: 2, separate: true });
    assert.equal((await open(byThread)).profile, separate.profile);
    const gone = formatFileAddress({ uri: `${address}.gone`, threads: 'separate' });
    await assert.rejects(open(gone), { message: /^threads\.json\.gone is not there any more\./ });
  });

  it('are refused in a sentence with their name, and the reader goes on', async () => {
    const check = (address: string, message: RegExp): Promise<void> =>
      assert.rejects(open(address), { message });
    await check(file('empty.pb.gz', ''), /^empty\.pb\.gz is empty; .*\.$/);
    await check(file('notes ä.json', '{"a":1}'), /^notes ä\.json is JSON .*\.$/);
    await check(vscode.Uri.file(join(folder, 'gone.jfr')).toString(), /^gone\.jfr is not there any more\./);
    assert.equal((await open(file('good.collapsed', 'main 2\n'))).profile.samples.count[0], 2);
  });

  it('open in a panel of their own, once however often they are opened', async () => {
    const address = vscode.Uri.parse(file('panel.collapsed', 'main;work 30\n'), true);
    await vscode.commands.executeCommand('burnline.openFile', address);
    await vscode.commands.executeCommand('burnline.openFile', address);
    const titles = await eventually('the panel', () => {
      const all = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
      const found = all.filter((title) => title.includes('panel.collapsed'));
      return found.length > 0 && found;
    });
    assert.deepEqual(titles, ['Flame Graph: panel.collapsed']);
  });
});
