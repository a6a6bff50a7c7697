import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readProfile } from '../../src/service/engine/answers';
import { expire } from '../../src/service/engine/expire';
import { fold } from '../../src/service/engine/fold';
import { History } from '../../src/service/engine/history';
import { postAll } from '../../src/service/engine/post';
import { finestKept, periodOf } from '../../src/service/periods';
import type { Group } from '../../src/service/store/groups';
import { openStore } from '../../src/service/store/store';
import { randomOf } from '../fixtures/random';
import { agentProfile, DAY, HOUR, MINUTE, samplesOf } from './agent-profiles';

const SCHEDULES = 40;
const STEPS = 80;

/**
 * Random interleavings of posts (a third of them up to 25 days late), folds, expiry with and without a full store, time
 * that goes on, threads that begin anew, and reads. There is no crash in here, see crash.test.ts for those.
 */
describe(`over ${SCHEDULES} random weeks`, () => {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'burnline-ageing-'));
  after(() => rmSync(folder, { recursive: true }));

  it('any range holds once what started in it, and of the rest only what its coarser periods hold', () => {
    let seen = 0;
    for (let seed = 1; seed <= SCHEDULES; seed++) {
      seen += liveThrough(seed, join(folder, `${seed}.db`));
    }
    assert.ok(seen > 20 * SCHEDULES, `${seen} profiles were in what was read`);
  }).timeout(120_000);
});

/** @returns how many agent profiles were in the answers */
function liveThrough(seed: number, path: string): number {
  const random = randomOf(seed);
  const filing = openStore(path);
  let workshop = openWorkshop(path);
  const group = makeGroup(filing);
  const starts = new Map<string, number>();
  let now = Math.floor(Date.UTC(2026, 0, 1) + random() * DAY);
  let seen = 0;
  const post = () => {
    const latest = now - random() * (random() < 0.3 ? 25 * DAY : 30 * MINUTE);
    const start = Math.floor(latest - random() * 10 * MINUTE);
    const name = `p${starts.size}`;
    const bytes = agentProfile({ [name]: 1 }, { start });
    const input = { group, bytes, contentType: 'application/json', token: name, now };
    assert.deepEqual(postAll({ ...workshop, store: filing }, [input]), [undefined]);
    starts.set(name, start);
  };
  const read = () => {
    // Half of the ranges begin within the five minutes of a profile, or just before.
    const [known = now] = [...starts.values()].slice(Math.floor(random() * starts.size));
    const offset = random() < 0.5 ? random() * 20 * DAY : now - known + (random() - 0.3) * 5 * MINUTE;
    const start = Math.floor(now - offset);
    const end = start + 1 + Math.floor(random() * (random() < 0.5 ? 7 * DAY : 2 * HOUR));
    const span = { range: { start, end } };
    const asked = { group: group.id, span, maxDepth: undefined, format: 'json', now } as const;
    const found = samplesOf(readProfile(workshop, asked) ?? Buffer.from('{"callgraph":{}}'));
    const least = periodOf(start, finestKept(start, now) ?? 'P1D').start;
    const most = periodOf(end - 1, finestKept(end - 1, now) ?? 'P1D').end;
    for (const [name, time] of starts) {
      const place = `seed ${seed}: ${name} at ${time} in [${start}, ${end}) at ${now}`;
      const count = found[name] ?? 0;
      assert.ok(time >= start && time < end ? count === 1 : count <= 1, place);
      assert.ok((time >= least && time < most) || count === 0, place);
      seen += count;
    }
  };
  for (let step = 0; step < STEPS; step++) {
    const dice = random();
    if (dice < 0.4) for (let more = random(); more < 0.8; more = random()) post();
    else if (dice < 0.65) fold(workshop.store, workshop.history, now);
    else if (dice < 0.75) expire(workshop.store, now, random() < 0.5 ? 0 : Infinity);
    else if (dice < 0.8) {
      workshop.store.close();
      workshop = openWorkshop(path);
    } else if (dice < 0.9) now += Math.floor(random() * (random() < 0.2 ? 6 * DAY : HOUR));
    else read();
  }
  workshop.store.close();
  filing.close();
  return seen;
}

function openWorkshop(path: string) {
  const store = openStore(path);
  return { store, history: new History(store, (line) => assert.fail(line)) };
}

function makeGroup({ groups }: ReturnType<typeof openStore>): Group {
  const times = { createdAt: 0, updatedAt: 0 };
  const said = { name: 'demo', computePlatform: 'Default' as const, profilingEnabled: true, tags: {} };
  return groups.insert({ ...said, ...times, clientToken: 'token', request: '' });
}
