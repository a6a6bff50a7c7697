import { ListProfilingGroupsCommand } from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { files, findService } from '../../src/service/handshake';
import type { StoredKey } from '../../src/service/auth/key-file';
import { keyOf, readKeyFile } from '../../src/service/auth/key-file';
import { createKey, KeyError, loadKeys, removeKey, rotateKey } from '../../src/service/auth/keys';
import { takeLock } from '../../src/service/lock';
import { skip } from '../harness/skip';
import type { TestService } from './running-service';
import { clientOf, makeFolder, startTestService } from './running-service';
import { errorOf } from './sdk-errors';

const NOW = Date.UTC(2026, 10, 21);
const MINUTE = 60_000;

describe('the keys of a folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = makeFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const stored = () => readKeyFile(files.keys(folder)) ?? [];
  /** Keys as words: what `names` calls them, their role, and `until` where they have an end. */
  const print = (names: Readonly<Record<string, string>>) =>
    stored()
      .map(({ accessKeyId, role, expiresAt }) =>
        [names[accessKeyId] ?? '?', role, ...(expiresAt === undefined ? [] : [`until ${expiresAt}`])].join(
          ' ',
        ),
      )
      .join(', ');
  const namesOf = (keys: readonly StoredKey[]) =>
    Object.fromEntries(keys.map(({ accessKeyId, role }) => [accessKeyId, `first-${role}`]));

  it('are one of each role at first, shaped like AWS keys, for this user alone', function () {
    const keys = loadKeys(folder, NOW);
    assert.deepEqual(
      keys.map(({ role, createdAt }) => `${role} ${createdAt}`),
      ['admin', 'agent', 'reader'].map((role) => `${role} 2026-11-21T00:00:00.000Z`),
    );
    for (const { accessKeyId, secretAccessKey } of keys) {
      assert.match(`${accessKeyId} ${secretAccessKey}`, /^BURNLINE[A-Z2-7]{12} [A-Za-z0-9+/]{40}$/);
    }
    assert.equal(new Set(keys.map(({ secretAccessKey }) => secretAccessKey)).size, 3);
    assert.deepEqual(loadKeys(folder, NOW + MINUTE), keys);
    if (process.platform === 'win32') return skip(this, 'Windows has no file modes');
    assert.equal(statSync(files.keys(folder)).mode & 0o777, 0o600);
  });

  it('of an earlier version stay, as an admin, and get company', () => {
    const old = { accessKeyId: 'BURNLINEOLD', secretAccessKey: 's'.repeat(40) };
    writeFileSync(files.keys(folder), JSON.stringify({ keys: [old] }));
    const keys = loadKeys(folder, NOW);
    assert.deepEqual(keyOf(keys, 'admin'), old);
    assert.equal(print(namesOf(keys)), 'first-admin admin, first-agent agent, first-reader reader');
  });

  it('can be more, and fewer but for the last admin', () => {
    const keys = loadKeys(folder, NOW);
    const [admin, agent] = keys;
    const names = namesOf(keys);
    const second = createKey(folder, 'admin', NOW);
    removeKey(folder, admin.accessKeyId, NOW);
    removeKey(folder, agent.accessKeyId, NOW);
    assert.equal(print({ ...names, [second.accessKeyId]: 'second' }), 'first-reader reader, second admin');
    assert.throws(() => removeKey(folder, second.accessKeyId, NOW), {
      name: 'KeyError',
      message: `${second.accessKeyId} is the last admin key; rotate it, or create another one first.`,
    });
    // What was removed on purpose does not come back with the next start.
    loadKeys(folder, NOW);
    assert.equal(print({ ...names, [second.accessKeyId]: 'second' }), 'first-reader reader, second admin');
  });

  it('are replaced in their place: at once, or with a grace after which they are forgotten', () => {
    const keys = loadKeys(folder, NOW);
    const [admin, agent] = keys;
    const fresh = rotateKey(folder, admin.accessKeyId, 0, NOW);
    const later = rotateKey(folder, agent.accessKeyId, MINUTE, NOW);
    const names = { ...namesOf(keys), [fresh.accessKeyId]: 'fresh', [later.accessKeyId]: 'later' };
    assert.equal(
      print(names),
      'fresh admin, later agent, first-agent agent until 2026-11-21T00:01:00.000Z, first-reader reader',
    );
    assert.equal(keyOf(stored(), 'agent')?.accessKeyId, later.accessKeyId);
    removeKey(folder, keys[2].accessKeyId, NOW + MINUTE);
    assert.equal(print(names), 'fresh admin, later agent');
  });

  it('on their way out are no admins: the other one cannot be removed', () => {
    const [admin] = loadKeys(folder, NOW);
    const fresh = rotateKey(folder, admin.accessKeyId, MINUTE, NOW);
    assert.throws(() => removeKey(folder, fresh.accessKeyId, NOW), /is the last admin key/);
  });

  it('that nobody has cannot be replaced or removed', () => {
    for (const change of [() => rotateKey(folder, 'X\n', 0, NOW), () => removeKey(folder, 'X\n', NOW)]) {
      assert.throws(
        change,
        (error) => error instanceof KeyError && /no key "X\\n"; `burnline/.test(error.message),
      );
    }
  });

  it('are changed by one at a time', () => {
    loadKeys(folder, NOW);
    const other = takeLock(files.keysLock(folder));
    assert.equal(takeLock(files.keysLock(folder), 20), undefined);
    other?.release();
    createKey(folder, 'reader', NOW);
    assert.equal(stored().length, 4);
  });

  const damaged: [string, unknown][] = [
    ['nothing', ''],
    ['no list', { keys: {} }],
    ['an empty list', { keys: [] }],
    ['a key without a secret', { keys: [{ accessKeyId: 'a' }] }],
    ['a role that is none', { keys: [{ accessKeyId: 'a', secretAccessKey: 'b', role: 'root' }] }],
    ['an end that is no time', { keys: [{ accessKeyId: 'a', secretAccessKey: 'b', expiresAt: 'soon' }] }],
    ['no admin', { keys: [{ accessKeyId: 'a', secretAccessKey: 'b', role: 'agent' }] }],
  ];
  for (const [what, content] of damaged) {
    it(`are damaged where the file holds ${what}, and are not touched`, () => {
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      writeFileSync(files.keys(folder), text);
      assert.throws(() => loadKeys(folder, NOW), /are damaged; remove that file and new keys are made/);
      assert.throws(() => createKey(folder, 'agent', NOW), /are damaged/);
      assert.equal(readFileSync(files.keys(folder), 'utf8'), text);
    });
  }
});

describe('the keys of a running service', () => {
  let service: TestService;
  let now: number;
  beforeEach(async () => {
    now = Date.now();
    service = await startTestService({ clock: () => now });
  });
  afterEach(() => service.end());

  const ask = async (key: StoredKey | { accessKeyId: string; secretAccessKey: string }) => {
    const client = clientOf({ ...service.address, ...key });
    const error = await errorOf(client.send(new ListProfilingGroupsCommand({})));
    client.destroy();
    return error.split(':')[0];
  };

  it('change without a restart, from one request to the next', async () => {
    const { dataFolder } = service.address;
    const created = createKey(dataFolder, 'reader', now);
    assert.equal(await ask(created), 'no error');
    const rotated = rotateKey(dataFolder, created.accessKeyId, 0, now);
    assert.equal(await ask(created), 'UnrecognizedClientException 403');
    assert.equal(await ask(rotated), 'no error');
    removeKey(dataFolder, rotated.accessKeyId, now);
    assert.equal(await ask(rotated), 'UnrecognizedClientException 403');
    for (const secret of [created.secretAccessKey, rotated.secretAccessKey]) {
      assert.ok(!service.logged.join('\n').includes(secret));
    }
  });

  it('have a grace when they are replaced so, and none after it', async () => {
    const { dataFolder, accessKeyId, secretAccessKey } = service.address;
    rotateKey(dataFolder, accessKeyId, MINUTE, now);
    assert.equal(await ask({ accessKeyId, secretAccessKey }), 'no error');
    now += MINUTE - 1;
    assert.equal(await ask({ accessKeyId, secretAccessKey }), 'no error');
    now += 1;
    assert.equal(await ask({ accessKeyId, secretAccessKey }), 'UnrecognizedClientException 403');
  });

  it('are those of who finds the service, also when the first was replaced', async () => {
    const { dataFolder, accessKeyId } = service.address;
    const fresh = rotateKey(dataFolder, accessKeyId, 0, now);
    const found = await findService(dataFolder);
    assert.equal(found?.accessKeyId, fresh.accessKeyId);
    assert.deepEqual(found?.agentKey, service.address.agentKey);
  });

  it('go on while their file is gone or half written, and the log says so', async () => {
    const path = files.keys(service.address.dataFolder);
    const text = readFileSync(path, 'utf8');
    rmSync(path);
    assert.equal(await ask(service.address), 'no error');
    writeFileSync(path, text.slice(0, 40));
    assert.equal(await ask(service.address), 'no error');
    writeFileSync(`${path}.mended`, text);
    renameSync(`${path}.mended`, path);
    assert.equal(await ask(service.address), 'no error');
    assert.deepEqual(
      service.logged.map((line) => line.replace(/The keys of .* are damaged.*/, 'damaged')),
      [
        'keys.json is gone; going on with the keys from before',
        'going on with the keys from before: damaged',
        'keys.json has changed: 3 keys',
      ],
    );
  });
});
