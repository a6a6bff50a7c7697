import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock, withLock } from '../../src/service/lock';

describe('work that one process does at a time', () => {
  let folder: string;
  let path: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'burnline-lock-'));
    path = join(folder, 'lock');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is done in turn, also after work that failed', async () => {
    const steps: string[] = [];
    const work = (name: string) => async () => {
      steps.push(`${name} begins`);
      await sleep(20);
      steps.push(`${name} ends`);
      if (name === 'b') throw new Error('b fails');
    };
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((name) => withLock(path, work(name))));
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    for (let index = 0; index < steps.length; index += 2) {
      assert.equal(steps[index + 1], steps[index].replace('begins', 'ends'), steps.join(', '));
    }
  });

  it('says once that it waits, and gives up when that is wanted', async () => {
    const held = takeLock(path);
    const giveUp = new AbortController();
    let waits = 0;
    const onWait = () => {
      waits += 1;
      setTimeout(() => giveUp.abort(new Error('no longer wanted')), 250);
    };
    const work = () => Promise.reject(new Error('must not run'));
    await assert.rejects(withLock(path, work, { signal: giveUp.signal, onWait }), { name: 'AbortError' });
    assert.equal(waits, 1);
    held?.release();
  });

  it('begins when a process that had the lock was killed', async () => {
    const holder = `
      const { DatabaseSync } = require('node:sqlite');
      const database = new DatabaseSync(process.argv[1]);
      database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
      console.log('held');
      setInterval(() => {}, 1000);
    `;
    const child = spawn(process.execPath, ['-e', holder, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    assert.equal(takeLock(path), undefined);
    const order = await withLock(path, () => Promise.resolve('mine'), {
      onWait: () => child.kill('SIGKILL'),
    });
    assert.equal(order, 'mine');
  });
});
