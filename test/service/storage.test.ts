import {
  CreateProfilingGroupCommand,
  GetProfileCommand,
  ListProfilingGroupsCommand,
  PostAgentProfileCommand,
} from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { deflateSync } from 'node:zlib';
import { files, findService } from '../../src/service/handshake';
import { foldAll } from '../../src/service/housekeeping';
import { openDatabase } from '../../src/service/store/database';
import { skip } from '../harness/skip';
import { agentProfile, HOUR, NEW_YEAR, samplesOf } from './agent-profiles';
import type { TestService } from './running-service';
import { clientOf, makeFolder, startTestService } from './running-service';
import { SERVICE_BUNDLE } from './service-process';

const create = (service: TestService) =>
  service.client.send(new CreateProfilingGroupCommand({ profilingGroupName: 'demo', clientToken: 'token' }));
const post = (client: TestService['client'], bytes = agentProfile({ work: 1 })) =>
  client.send(
    new PostAgentProfileCommand({
      profilingGroupName: 'demo',
      agentProfile: bytes,
      contentType: 'application/json',
    }),
  );
const read = async (client: TestService['client']) => {
  const accept = 'application/json';
  const { profile } = await client.send(
    new GetProfileCommand({ profilingGroupName: 'demo', accept, period: 'P1D' }),
  );
  return samplesOf(profile);
};

describe('a database of an earlier version', () => {
  /** As Burnline 0.1 left it: schema 1, and some aggregates made, others not. Never to be edited. */
  const VERSION_1 = `
    CREATE TABLE schema_version (version INTEGER NOT NULL);
    INSERT INTO schema_version VALUES (1);
    CREATE TABLE profiling_group (
      id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, compute_platform TEXT NOT NULL,
      profiling_enabled INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
      orchestrated_at INTEGER, reported_at INTEGER, tags TEXT NOT NULL, client_token TEXT NOT NULL UNIQUE,
      request TEXT NOT NULL
    );
    CREATE TABLE agent_profile (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      group_id INTEGER NOT NULL REFERENCES profiling_group (id) ON DELETE CASCADE,
      token TEXT, start_ms INTEGER NOT NULL, received_at INTEGER NOT NULL, body BLOB NOT NULL,
      UNIQUE (group_id, token)
    );
    CREATE INDEX agent_profile_by_start ON agent_profile (group_id, start_ms);
    CREATE TABLE aggregate (
      group_id INTEGER NOT NULL REFERENCES profiling_group (id) ON DELETE CASCADE,
      period_ms INTEGER NOT NULL, start_ms INTEGER NOT NULL, newest INTEGER NOT NULL,
      includes INTEGER NOT NULL DEFAULT 0, body BLOB, PRIMARY KEY (group_id, period_ms, start_ms)
    );
    INSERT INTO profiling_group VALUES
      (3, 'demo', 'Default', 1, ${NEW_YEAR}, ${NEW_YEAR}, NULL, ${NEW_YEAR}, '{"team":"a"}', 'token', '[]');
  `;

  it('is brought up to date with all that is in it', async () => {
    const dataFolder = makeFolder();
    const old = new DatabaseSync(files.database(dataFolder));
    old.exec(VERSION_1);
    const insert = old.prepare('INSERT INTO agent_profile VALUES (?, 3, ?, ?, ?, ?)');
    for (const [id, hours, count] of [
      [5, 0, 1],
      [6, 1, 10],
      [9, 1, 100],
    ]) {
      const start = NEW_YEAR + hours * HOUR;
      insert.run(id, `t${id}`, start, start, deflateSync(agentProfile({ work: count }, { start })));
    }
    old.exec(
      `INSERT INTO aggregate VALUES (3, 300000, ${NEW_YEAR}, 5, 5, x'00'), (3, 3600000, ${NEW_YEAR}, 5, 0, NULL)`,
    );
    old.close();

    let service = await startTestService({ dataFolder });
    assert.deepEqual(await read(service.client), { work: 111 });
    const { profilingGroups } = await service.client.send(
      new ListProfilingGroupsCommand({ includeDescription: true }),
    );
    assert.deepEqual(
      profilingGroups?.map(({ name, tags }) => ({ name, tags })),
      [{ name: 'demo', tags: { team: 'a' } }],
    );
    await foldAll(service.service);
    service = await service.restart();
    assert.deepEqual(await read(service.client), { work: 111 });
    await service.end();
  });

  it('of a later one is left alone', async () => {
    const dataFolder = makeFolder();
    const later = new DatabaseSync(files.database(dataFolder));
    later.exec(
      'PRAGMA journal_mode = WAL; CREATE TABLE schema_version (version INTEGER); INSERT INTO schema_version VALUES (99)',
    );
    later.close();
    const before = readFileSync(files.database(dataFolder));
    await assert.rejects(
      startTestService({ dataFolder }),
      /later version of Burnline \(schema 99.*update Burnline/,
    );
    assert.deepEqual(readFileSync(files.database(dataFolder)), before);
    rmSync(dataFolder, { recursive: true });
  });
});

describe('a damaged database', () => {
  const damages: [string, (path: string) => void][] = [
    ['overwritten from the start', (path) => writeFileSync(path, Buffer.alloc(8192, 'x'))],
    ['cut short', (path) => truncateSync(path, statSync(path).size / 2)],
    [
      'overwritten in the middle',
      (path) => {
        const bytes = readFileSync(path);
        bytes.fill(0xff, 4096, bytes.length - 4096);
        writeFileSync(path, bytes);
      },
    ],
  ];
  for (const [what, damage] of damages) {
    it(`(${what}) is set aside, and the service begins anew and says so`, async () => {
      const dataFolder = makeFolder();
      const first = await startTestService({ dataFolder });
      await create(first);
      await post(first.client);
      await foldAll(first.service);
      assert.equal(first.address.setAside, undefined);
      await first.stop();
      const path = files.database(dataFolder);
      damage(path);
      const damaged = readFileSync(path);

      const second = await startTestService({ dataFolder });
      assert.equal(second.address.setAside, `${path}.damaged-1`);
      assert.equal((await findService(dataFolder))?.setAside, `${path}.damaged-1`);
      assert.match(second.logged.join('\n'), /is damaged .* set aside as .*damaged-1/);
      assert.deepEqual(readFileSync(`${path}.damaged-1`), damaged);
      await create(second);
      await post(second.client);
      assert.deepEqual(await read(second.client), { work: 1 });

      const third = await second.restart();
      assert.equal(third.address.setAside, undefined);
      assert.deepEqual(await read(third.client), { work: 1 });
      await third.end();
    });
  }
});

describe('a disk that does not take more', () => {
  // What SQLite answers in each case, without the disk: a file that may not grow, and a connection that may not write.
  const cases: [string, string, RegExp][] = [
    ['is full', 'PRAGMA max_page_count = 1', /The disk of the data folder is full; free some space/],
    [
      'may not be written to',
      'PRAGMA query_only = ON',
      /The data folder cannot be written to; make its files/,
    ],
  ];
  for (const [what, pragma, expected] of cases) {
    it(`because it ${what} is named so, and nothing of the transaction stays`, () => {
      const folder = makeFolder();
      const database = openDatabase(join(folder, 'test.db'));
      database.run('CREATE TABLE note (text TEXT)');
      database.get(pragma);
      assert.throws(
        () =>
          database.transaction(() => {
            for (let i = 0; i < 1000; i++) {
              database.run('INSERT INTO note VALUES (?)', 'x'.repeat(1000));
            }
          }),
        { name: 'StorageError', message: expected },
      );
      assert.equal(database.get('SELECT count(*) AS count FROM note')?.count, 0);
      database.close();
      rmSync(folder, { recursive: true });
    });
  }

  it('refuses a profile with that reason, stores nothing of it, and goes on answering', async function () {
    if (process.platform === 'win32') {
      skip(this, 'there is no limit of the size of files to set on Windows');
    }
    const dataFolder = makeFolder();
    // The shell's limit of what a process may write to one file, in blocks of 512 bytes (1024 in some shells).
    const limited = spawn(
      'sh',
      ['-c', 'ulimit -f 1500; exec "$0" "$@"', process.execPath, SERVICE_BUNDLE, '--data', dataFolder],
      {
        stdio: 'ignore',
      },
    );
    let address = await findService(dataFolder);
    while (address === undefined) {
      await sleep(20);
      address = await findService(dataFolder);
    }
    const client = clientOf(address);
    await client.send(new CreateProfilingGroupCommand({ profilingGroupName: 'demo', clientToken: 'token' }));
    let stored = 0;
    let refusal: Error | undefined;
    while (refusal === undefined && stored < 100) {
      const counts = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [randomName(stored, i), 1]));
      refusal = await post(client, agentProfile(counts)).then(
        () => undefined,
        (error: Error) => error,
      );
      stored += refusal === undefined ? 1 : 0;
    }
    assert.match(String(refusal), /^InternalServerException: The disk .*send the request again/);
    const total = Object.values(await read(client)).reduce((sum, count) => sum + count, 0);
    assert.equal(total, 2000 * stored);
    limited.kill('SIGKILL');
    await once(limited, 'exit');
    client.destroy();

    // With room again, all that was acknowledged is there.
    const service = await startTestService({ dataFolder });
    assert.equal(
      Object.values(await read(service.client)).reduce((sum, count) => sum + count, 0),
      2000 * stored,
    );
    await service.end();
  }).timeout(60_000);
});

/** Names that do not deflate. */
function randomName(profile: number, i: number): string {
  return Buffer.from(`${profile}/${i}/${Math.sin(profile * 2000 + i)}`).toString('base64');
}
