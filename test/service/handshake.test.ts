import { ListProfilingGroupsCommand } from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  defaultDataFolder,
  ensureService,
  files,
  findService,
  LOG_LIMIT_BYTES,
} from '../../src/service/handshake';
import { takeLock } from '../../src/service/lock';
import { createLog } from '../../src/service/log';
import { FolderInUseError } from '../../src/service/start-service';
import { skip } from '../harness/skip';
import { clientOf, makeFolder, sendRaw, startTestService } from './running-service';
import { runToEnd, SERVICE_BUNDLE, spawnService } from './service-process';

describe('finding the service of a data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = makeFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const folders: [NodeJS.Platform, NodeJS.ProcessEnv, string][] = [
    ['linux', {}, join(homedir(), '.local', 'share', 'burnline')],
    ['linux', { XDG_DATA_HOME: '/xdg' }, join('/xdg', 'burnline')],
    ['darwin', {}, join(homedir(), 'Library', 'Application Support', 'burnline')],
    ['win32', { LOCALAPPDATA: '/local' }, join('/local', 'burnline')],
    ['win32', { LOCALAPPDATA: '/local', BURNLINE_DATA: '/mine' }, '/mine'],
  ];
  for (const [platform, env, expected] of folders) {
    it(`looks in ${expected.replace(homedir(), '~')} on ${platform}`, () => {
      assert.equal(defaultDataFolder(env, platform), expected);
    });
  }

  it('finds one that runs and none that has ended', async () => {
    assert.equal(await findService(folder), undefined);
    const service = await startTestService({
      dataFolder: folder,
      region: 'eu-central-1',
      accountId: '123456789012',
    });
    const found = await findService(folder);
    assert.deepEqual(found, service.address);
    assert.match(found?.accessKeyId ?? '', /^BURNLINE[A-Z2-7]{12}$/);
    assert.equal(found?.secretAccessKey.length, 40);
    assert.equal(
      readFileSync(files.advertisement(folder), 'utf8').includes(found?.secretAccessKey ?? ''),
      false,
    );
    await service.end();
    assert.equal(existsSync(folder), false);
    assert.equal(await findService(folder), undefined);
  });

  it('keeps the keys of a folder', async () => {
    const first = await startTestService({ dataFolder: folder });
    const second = await first.restart();
    assert.equal(second.address.secretAccessKey, first.address.secretAccessKey);
    await second.end();
  });

  it('says what to do when the keys are damaged', async () => {
    writeFileSync(files.keys(folder), '{"keys":[]}');
    await assert.rejects(
      startTestService({ dataFolder: folder }),
      /keys of the embedded service in .* are damaged; remove that file/,
    );
  });

  /** What took over the port of a service that was killed. */
  const strangers: [string, RequestListener][] = [
    ['says nothing', (_, response) => response.end()],
    ['echoes the question', (request, response) => response.end(request.url)],
    ['talks without end', (_, response) => void response.write('x'.repeat(100_000))],
    ['sends elsewhere', (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ];
  for (const [what, listener] of strangers) {
    it(`trusts no stranger on the port, one that ${what}`, async () => {
      const service = await startTestService({ dataFolder: folder });
      const advertisement = JSON.parse(readFileSync(files.advertisement(folder), 'utf8')) as object;
      const stranger = createServer(listener);
      await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
      const endpoint = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
      writeFileSync(files.advertisement(folder), JSON.stringify({ ...advertisement, endpoint }));
      assert.equal(await findService(folder), undefined);
      stranger.closeAllConnections();
      stranger.close();
      await service.end();
    });
  }

  it('trusts no stranger who passes the question on to the real service', async () => {
    const service = await startTestService({ dataFolder: folder });
    const relay = createServer((request, response) => {
      void sendRaw(service.address.endpoint, { target: request.url ?? '' }).then(({ body }) => {
        response.writeHead(200, { 'content-length': body.length }).end(body);
      });
    });
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(relay.address() as AddressInfo).port}`;
    const advertisement = JSON.parse(readFileSync(files.advertisement(folder), 'utf8')) as object;
    writeFileSync(files.advertisement(folder), JSON.stringify({ ...advertisement, endpoint }));
    assert.equal(await findService(folder), undefined);
    relay.closeAllConnections();
    relay.close();
    await service.end();
  });

  for (const text of [
    '',
    '{',
    'null',
    '{"endpoint":"http://example.com:80","region":"r","accountId":"a","pid":1}',
  ]) {
    it(`ignores an advertisement that is ${JSON.stringify(text)}`, async () => {
      const service = await startTestService({ dataFolder: folder });
      writeFileSync(files.advertisement(folder), text);
      assert.equal(await findService(folder), undefined);
      await service.end();
    });
  }
});

describe('one service per data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = makeFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const command = [process.execPath, SERVICE_BUNDLE, '--data'];

  it('refuses a second one in the same process', async () => {
    const service = await startTestService({ dataFolder: folder });
    await assert.rejects(startTestService({ dataFolder: folder }), FolderInUseError);
    assert.deepEqual(await findService(folder), service.address);
    await service.end();
  });

  it('refuses a second process, and leaves the first alone', async () => {
    const first = await spawnService(folder);
    const second = await runToEnd(['--data', folder]);
    assert.match(
      second.stderr,
      /Another Burnline service \(process \d+\) is using .*; stop that one, or choose another data folder/,
    );
    assert.equal(second.code, 0);
    assert.equal((await findService(folder))?.pid, first.child.pid);
    first.child.kill();
    await first.ended();
  });

  it('lets racing callers end with one', async () => {
    const racers = Array.from({ length: 4 }, () =>
      ensureService({ dataFolder: folder, command: [...command, folder, '--idle-exit', '5'] }),
    );
    const found = await Promise.all(racers);
    assert.deepEqual(new Set(found.map(({ pid }) => pid)).size, 1);
    const again = await ensureService({ dataFolder: folder, command: ['/no/such/program'] });
    assert.deepEqual(again, found[0]);
    // A slow loser of the race would take the place of the winner that ends here.
    await until(
      () =>
        readFileSync(files.log(folder), 'utf8').split('Another Burnline service').length === racers.length,
    );
    process.kill(found[0].pid, 'SIGTERM');
    await untilGone(folder);
    assert.match(readFileSync(files.log(folder), 'utf8'), /ending: SIGTERM/);
    assert.equal(readFileSync(files.log(folder), 'utf8').includes(found[0].secretAccessKey), false);
  });

  it('starts one in place of one that was killed', async () => {
    const killed = await spawnService(folder);
    killed.child.kill('SIGKILL');
    await killed.ended();
    assert.equal(existsSync(files.advertisement(folder)), true);
    const next = await spawnService(folder);
    assert.notEqual(next.address.pid, killed.address.pid);
    assert.equal(next.address.secretAccessKey, killed.address.secretAccessKey);
    next.child.kill();
    await next.ended();
  });

  it('waits for the one that is on its way out, and starts another', async () => {
    const leaving = takeLock(files.lock(folder));
    const starting = ensureService({
      dataFolder: folder,
      command: [...command, folder, '--idle-exit', '5'],
    });
    await sleep(300);
    leaving?.release();
    process.kill((await starting).pid, 'SIGTERM');
    await untilGone(folder);
  });

  it('waits as long as it would have when the clock is put forward meanwhile', async () => {
    const { now } = Date;
    let hours = 0;
    Date.now = () => now() + hours++ * 3_600_000;
    try {
      const { pid } = await ensureService({
        dataFolder: folder,
        command: [...command, folder, '--idle-exit', '5'],
      });
      process.kill(pid, 'SIGTERM');
    } finally {
      Date.now = now;
    }
    await untilGone(folder);
  });

  it('says that the one that runs is stopped, starts no others in vain, and finds it when it goes on', async function () {
    if (process.platform === 'win32') {
      return skip(this, 'Windows has no such signals');
    }
    const service = await spawnService(folder);
    service.child.kill('SIGSTOP');
    const options = { dataFolder: folder, command: [...command, folder] };
    await assert.rejects(ensureService(options), {
      message:
        `The embedded service (process ${service.address.pid}) does not answer; it may be busy or stopped. ` +
        'Wait for it, or end that process and another one is started.',
    });
    assert.equal(readFileSync(files.log(folder), 'utf8').split('Another Burnline service').length - 1, 1);
    const waiting = ensureService(options);
    service.child.kill('SIGCONT');
    assert.equal((await waiting).pid, service.address.pid);
    service.child.kill();
    await service.ended();
  });

  it('says why none came up', async () => {
    const broken = ensureService({
      dataFolder: folder,
      command: [process.execPath, '-e', 'console.error("no such thing"); process.exit(3)'],
    });
    await assert.rejects(
      broken,
      /The embedded service ended with code 3; see .*service\.log\. Its last words: no such thing/,
    );
    await assert.rejects(
      ensureService({ dataFolder: folder, command: ['/no/such/program'] }),
      /ended with spawn .*ENOENT/,
    );
  });

  it('stops waiting when it is told to', async () => {
    const signal = AbortSignal.timeout(200);
    const waiting = ensureService({
      dataFolder: folder,
      command: [process.execPath, '-e', 'setTimeout(() => {}, 1000)'],
      signal,
    });
    await assert.rejects(waiting, { name: 'AbortError' });
  });
});

describe('the process of the service', () => {
  let folder: string;
  beforeEach(() => {
    folder = makeFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('ends by itself when nobody has spoken to it for a while, and not before', async () => {
    const { address, ended } = await spawnService(folder, ['--idle-exit', '1']);
    const client = clientOf(address);
    for (let i = 0; i < 4; i++) {
      await sleep(400);
      await client.send(new ListProfilingGroupsCommand({}));
    }
    client.destroy();
    assert.equal(await ended(), 0);
    assert.equal(existsSync(files.advertisement(folder)), false);
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`ends in order on ${signal}`, async function () {
      if (process.platform === 'win32') {
        return skip(this, 'Windows has no such signals');
      }
      const { child, ended } = await spawnService(folder, [
        '--fast',
        '--region',
        'eu-north-1',
        '--account',
        '123456789012',
      ]);
      child.kill(signal);
      assert.equal(await ended(), 0);
      assert.equal(existsSync(files.advertisement(folder)), false);
      assert.equal(existsSync(`${files.database(folder)}-wal`), false);
    });
  }

  const badArguments: [string[], RegExp][] = [
    [['--port', '70000'], /--port must be a whole number up to 65535, not 70000/],
    [['--account', '12'], /--account must be twelve digits, not "12"/],
    [['--region', 'Europe'], /--region must be a region such as us-east-1/],
    [['--idle-exit', '-1'], /--idle-exit/],
    [['--host', '0.0.0.0'], /--host/],
  ];
  for (const [args, expected] of badArguments) {
    it(`refuses ${args.join(' ')}`, async () => {
      const { code, stderr } = await runToEnd(['--data', folder, ...args]);
      assert.equal(code, 2);
      assert.match(stderr, expected);
    });
  }

  it('refuses a database that a later version wrote', async () => {
    const service = await startTestService({ dataFolder: folder });
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(files.database(folder));
    database.exec('INSERT INTO schema_version VALUES (99)');
    database.close();
    await assert.rejects(
      service.restart(),
      /written by a later version of Burnline \(schema 99, this one knows \d+\)/,
    );
    assert.equal(await findService(folder), undefined);
  });

  it('says that its port is taken', async () => {
    const service = await startTestService();
    const port = Number(new URL(service.address.endpoint).port);
    const { code, stderr } = await runToEnd(['--data', folder, '--port', String(port)]);
    assert.equal(code, 1);
    assert.match(
      stderr,
      new RegExp(`Port ${port} of 127\\.0\\.0\\.1 is taken by another program; choose another`),
    );
    await service.end();
  });

  it('keeps its log short and free of control characters', () => {
    const path = join(folder, 'log');
    const descriptor = openSync(path, 'a');
    const log = createLog(descriptor, 10_000);
    for (let i = 0; i < 1000; i++) {
      log(`line ${i} \u001b[31m\r\n\u202e`);
    }
    closeSync(descriptor);
    const text = readFileSync(path, 'utf8');
    assert.ok(statSync(path).size <= 10_000 && LOG_LIMIT_BYTES > 10_000);
    assert.match(text, /Z line 999 +\[31m +\n$/);
  });
});

function untilGone(folder: string): Promise<void> {
  return until(
    () => !existsSync(files.advertisement(folder)) && !existsSync(`${files.database(folder)}-wal`),
  );
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await sleep(20);
  }
}
