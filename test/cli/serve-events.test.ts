import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { files } from '../../src/service/handshake';
import { openStore } from '../../src/service/store/store';
import { burnline, ended, firstLine, start, temporaryFolder } from './burnline';

describe('burnline serve --events', () => {
  const folder = temporaryFolder();

  it('refuses what would send events in the clear, before anything is begun', async () => {
    const data = join(folder.path, 'refused');
    const { exitCode, stderr, stdout } = await burnline([
      'serve',
      '--data',
      data,
      '--events',
      'http://example.com/hook',
    ]);
    assert.deepEqual([exitCode, stdout, existsSync(data)], [2, '', false]);
    assert.match(stderr, /--events takes a file, an https address, or an http address of this machine/);
  });

  it('appends to a file what the service finds', async () => {
    const [data, log] = ['data', 'log.jsonl'].map((name) => join(folder.path, name));
    const child = start(['serve', '--data', data, '--events', log]);
    const end = ended(child);
    await firstLine(child);
    const store = openStore(files.database(data));
    const change = { open: [], closed: [], begun: [], ended: [] };
    store.findings.apply({ ...change, events: [{ at: Date.now(), body: '{"id":"a"}' }] });
    store.close();
    while (!existsSync(log)) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGTERM');
    assert.equal((await end).exitCode, 0);
    assert.ok(existsSync(files.events(data)));
  });
});
