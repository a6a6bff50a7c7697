import assert from 'node:assert/strict';
import type { GroupSummary } from '../../src/aws/gateway';
import { Focus } from '../../src/focus/focus';
import type { ProfileKey } from '../../src/focus/loaded-profile';
import { Selection } from '../../src/focus/selection';
import { MINUTE, rangeText } from '../../src/focus/time-range';
import { followSelection } from '../../src/views/follow-selection';
import { GroupsModel } from '../../src/views/groups-model';
import type { ConnectHow } from '../../src/views/groups-model';
import { Refresher } from '../../src/views/refresher';
import { HeldAnswers, settled } from '../fixtures/held-answers';
import { checkRandomActs } from '../fixtures/random-acts';
import type { Act } from '../fixtures/random-acts';
import { loadedOf } from '../focus/loaded';
import { summaryOf } from './group-summary';

const RANGES = [{ latest: 5 * MINUTE }, { latest: 60 * MINUTE }];

/** A window on a service of this machine and one of AWS that have the groups they have, and answer when they are told to. */
function createWindow() {
  const held = new HeldAnswers();
  const screws = { now: 0, how: 'peek' as ConnectHow };
  /** Agent profiles that each group has, by connection. */
  const posts = {
    local: new Map([['shop', 1]]),
    aws: new Map([['prod', 1]]),
  };
  const asked: string[] = [];
  const kept = new Map<string, unknown>();
  const selection = new Selection(
    { get: (key) => kept.get(key), update: (key, value) => kept.set(key, value) },
    () => RANGES[1],
  );
  const load = ({ connectionId, group, range }: ProfileKey) => {
    asked.push(`${group} ${rangeText(range)}`);
    const drawing = `main  ${postsOf(connectionId).get(group) ?? 0}`;
    return held.hold(() => loadedOf(drawing, { connectionId, group, asked: range }));
  };
  const postsOf = (id: string): Map<string, number> => posts[id === 'aws' ? 'aws' : 'local'];
  const focus = new Focus({ load });
  const model = new GroupsModel({
    connections: () => [
      { id: 'local', kind: 'local', label: 'Embedded service', detail: '' },
      { id: 'aws', kind: 'aws', label: 'acme', detail: '' },
    ],
    connect: async (id, how) => {
      asked.push(`${how} ${id}`);
      const listGroups = () => {
        // As they are when the question comes; the answer may be long on its way.
        const summaries = [...postsOf(id)].map(toSummary);
        return held.hold(() => summaries);
      };
      return { detail: '', gateway: { listGroups } };
    },
    load,
    range: () => selection.range,
    followed: () => selection.group,
    now: () => screws.now,
  });
  const refresher = new Refresher(model, {
    isLive: () => false,
    how: () => screws.how,
    interval: () => 1000,
  });
  followSelection({ selection, focus, model, refresher });
  const shown = (): string => {
    const { current } = focus;
    return current
      ? `${current.group} ${rangeText(current.asked)} ${current.profile.samples.count.join()}`
      : '';
  };
  return { held, screws, posts, asked, selection, focus, model, refresher, shown };
}

function toSummary([name, posts]: readonly [string, number]): GroupSummary {
  return summaryOf(name, { lastAgentProfileAt: posts === 0 ? undefined : posts });
}

const shop = { connectionId: 'local', group: 'shop' };
const prod = { connectionId: 'aws', group: 'prod' };

describe('what is selected and what is shown', () => {
  it('is the newest group of this machine where nothing was selected', async () => {
    const { refresher, held, shown } = createWindow();
    refresher.wake();
    await held.answerAll();
    assert.equal(shown(), 'shop PT1H 1');
  });

  it('is the group of a program that was started while groups were being listed', async () => {
    const { refresher, held, posts, selection } = createWindow();
    selection.selectGroup(shop);
    await held.answerAll();
    refresher.wake();
    await settled();
    posts.local.set('fresh', 0);
    selection.selectGroup({ connectionId: 'local', group: 'fresh' });
    await held.answerAll();
    assert.equal(selection.group?.group, 'fresh');
  });

  it('is a group whose profile was here already, because somebody had looked into its row', async () => {
    const { refresher, held, posts, selection, model, shown } = createWindow();
    posts.local.set('zoo', 2);
    selection.selectGroup(shop);
    model.open('local', 'zoo');
    refresher.wake();
    await held.answerAll();
    assert.equal(shown(), 'shop PT1H 1');
    selection.selectGroup({ connectionId: 'local', group: 'zoo' });
    await held.answerAll();
    assert.equal(shown(), 'zoo PT1H 2');
  });

  it('is another range of a group of AWS at once, though AWS was asked for its groups just now', async () => {
    const { held, selection, shown, asked } = createWindow();
    selection.selectGroup(prod);
    await held.answerAll();
    assert.equal(shown(), 'prod PT1H 1');
    asked.length = 0;
    selection.selectRange(RANGES[0]);
    await held.answerAll();
    assert.equal(shown(), 'prod PT5M 1');
    assert.deepEqual(asked, ['peek local', 'prod PT5M']);
  });

  it('is a group of AWS whose list was given up because something else was asked', async () => {
    const { refresher, held, selection, shown } = createWindow();
    selection.selectGroup(prod);
    await settled();
    void refresher.refresh({});
    await held.answerAll();
    assert.equal(shown(), 'prod PT1H 1');
  });

  it('is a group of AWS that was made since its groups were listed here', async () => {
    const { held, posts, selection } = createWindow();
    selection.selectGroup(prod);
    await held.answerAll();
    posts.aws.set('fresh', 0);
    selection.selectGroup({ connectionId: 'aws', group: 'fresh' });
    await held.answerAll();
    assert.equal(selection.group?.group, 'fresh');
  });

  it('is what was selected last and still is there, whatever happened meanwhile in whatever order', async () => {
    await checkRandomActs({ kinds: KINDS, sequences: 300, length: 40, play });
  });
});

const KINDS = [
  ...(['select', 'range', 'post', 'create', 'delete', 'look', 'force', 'wake', 'minute', 'fail'] as const),
  // As often as everything else together, so that much is answered and much overtaken.
  ...Array.from({ length: 10 }, () => 'answer' as const),
];
type Kind = (typeof KINDS)[number];

async function play(acts: readonly Act<Kind>[]): Promise<void> {
  const { held, posts, selection, model, refresher, shown, screws } = createWindow();
  let selected: { readonly connectionId: string; readonly group: string } | undefined;
  let clock = 2;
  const groups = () =>
    (['local', 'aws'] as const).flatMap((connectionId) =>
      [...posts[connectionId].keys()].map((group) => ({ connectionId, group })),
    );
  const pickOf = <T>(all: readonly T[], pick: number): T => all[Math.floor(pick * all.length)];
  const mortal = (pick: number) =>
    pick < 0.5
      ? { of: posts.local, name: `run${pick > 0.25}` }
      : { of: posts.aws, name: `job${pick > 0.75}` };
  const doing: Record<Kind, (pick: number) => void> = {
    select: (pick) => {
      selected = pickOf(groups(), pick);
      selection.selectGroup(selected);
    },
    range: (pick) => selection.selectRange(pickOf(RANGES, pick)),
    post: (pick) => {
      const { connectionId, group } = pickOf(groups(), pick);
      posts[connectionId === 'aws' ? 'aws' : 'local'].set(group, clock++);
    },
    create: (pick) => void mortal(pick).of.set(mortal(pick).name, 0),
    delete: (pick) => {
      const { of, name } = mortal(pick);
      if (selected?.group === name) selected = undefined;
      of.delete(name);
    },
    look: (pick) => {
      const { connectionId, group } = pickOf(groups(), pick);
      if (model.open(connectionId, group)) void refresher.refresh({});
    },
    force: () => void refresher.refresh({ force: true, how: 'start' }),
    wake: () => refresher.wake(),
    minute: () => (screws.now += MINUTE),
    answer: (pick) => held.answer(pick),
    fail: (pick) => held.fail(pick),
  };
  for (const { kind, pick } of acts) {
    doing[kind](pick);
    await settled();
  }
  await held.answerAll();
  // What happened without anybody being told of it is seen the next time that somebody looks.
  for (let looks = 0; looks < 2; looks++) {
    screws.now += MINUTE;
    refresher.wake();
    await held.answerAll();
  }
  const { group, range } = selection;
  if (selected) assert.deepEqual(group, selected, 'another group is selected');
  const count = group && posts[group.connectionId === 'aws' ? 'aws' : 'local'].get(group.group);
  assert.ok(group === undefined || count !== undefined, 'a group is selected that is gone');
  if (group && count) assert.equal(shown(), `${group.group} ${rangeText(range)} ${count}`);
  for (const { status, groups: rows } of model.connections) {
    assert.notEqual(status, 'loading', 'a connection is being asked for ever');
    assert.ok(!rows.some(({ isLoading }) => isLoading), 'a profile is being loaded for ever');
  }
}
