import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { LoadedProfile, ProfileKey } from '../../src/focus/loaded-profile';
import { createProfileStore } from '../../src/host/profile-store';
import { loadedOf } from '../focus/loaded';
import { profileOf } from '../fixtures/text-profile';
import { skip } from '../harness/skip';

describe('profiles on disk', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'burnline-store-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const keyOf = ({ connectionId, group, asked }: LoadedProfile): ProfileKey => ({
    connectionId,
    group,
    range: asked,
  });

  async function saved(group: string, body: string, capacity?: number): Promise<LoadedProfile> {
    const store = createProfileStore(folder, capacity);
    const loaded = loadedOf(profileOf('main  3'), { group });
    store.noteBody(loaded.profile, new TextEncoder().encode(body));
    await store.save(loaded, 'eu-west-1');
    return loaded;
  }

  it('are as they came, in the next window as well', async () => {
    const loaded = await saved('shop', '{"a":1}');
    const stored = await createProfileStore(folder).load(keyOf(loaded));
    assert.ok(stored);
    assert.equal(gunzipSync(stored.body).toString(), '{"a":1}');
    assert.equal(stored.region, 'eu-west-1');
    assert.deepEqual(stored.range, loaded.range);
    assert.equal(stored.fetchedAt, loaded.fetchedAt);
  });

  it('are written and removed one after the other, whoever asks for it at once', async () => {
    const store = createProfileStore(folder);
    const loaded = loadedOf(profileOf('main  3'));
    store.noteBody(loaded.profile, new TextEncoder().encode('{"a":1}'));
    const save = () => store.save(loaded, 'eu-west-1');
    const [, , count] = await Promise.all([save(), save(), store.clear(), save()]);
    assert.equal(count, 1);
    assert.notEqual(await store.load(keyOf(loaded)), undefined);
  });

  it('belong to what was asked for and to nothing else', async () => {
    const loaded = await saved('shop', 'x');
    const store = createProfileStore(folder);
    assert.equal(await store.load({ ...keyOf(loaded), group: 'shop2' }), undefined);
    assert.equal(await store.load({ ...keyOf(loaded), connectionId: 'aws:x' }), undefined);
    assert.equal(await store.load({ ...keyOf(loaded), range: { latest: 1000 } }), undefined);
  });

  it('are for nobody else on the machine', async function () {
    if (process.platform === 'win32') skip(this, 'Windows has no such modes');
    await saved('shop', 'x');
    for (const name of readdirSync(folder)) assert.equal(statSync(join(folder, name)).mode & 0o077, 0);
  });

  it('are none where a file was cut off, is missing or of another version', async () => {
    const loaded = await saved('shop', 'some body');
    const [body] = readdirSync(folder).filter((name) => name.endsWith('.gz'));
    truncateSync(join(folder, body), 5);
    assert.equal(await createProfileStore(folder).load(keyOf(loaded)), undefined);
    rmSync(join(folder, body));
    assert.equal(await createProfileStore(folder).load(keyOf(loaded)), undefined);
    const again = await saved('shop', 'some body');
    writeFileSync(join(folder, body.replace('.gz', '.json')), '{"version":99}');
    assert.equal(await createProfileStore(folder).load(keyOf(again)), undefined);
  });

  it('take no more than their room: those that were used longest ago go first', async () => {
    const noise = (seed: number) => Array.from({ length: 3000 }, (_, i) => Math.sin(i * seed)).join();
    const first = await saved('first', noise(1));
    const bytes = () => readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    const room = 2.5 * bytes();
    const second = await saved('second', noise(2), room);
    // Times of files are told apart by milliseconds.
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(await createProfileStore(folder).load(keyOf(first)));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const third = await saved('third', noise(3), room);
    const kept = await Promise.all(
      [first, second, third].map(
        async (one) => (await createProfileStore(folder).load(keyOf(one))) !== undefined,
      ),
    );
    assert.ok(bytes() <= room, `${bytes()} bytes`);
    assert.deepEqual(kept, [true, false, true]);
  });

  it('are gone when somebody wants them to be', async () => {
    const loaded = await saved('shop', 'x');
    const store = createProfileStore(folder);
    assert.equal(await store.clear(), 1);
    assert.equal(await store.clear(), 0);
    assert.equal(await store.load(keyOf(loaded)), undefined);
  });

  it('are not written for a profile that came from elsewhere', async () => {
    const store = createProfileStore(folder);
    await store.save(loadedOf(profileOf('main  3')), '');
    assert.deepEqual(readdirSync(folder), []);
  });
});
