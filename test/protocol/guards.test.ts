import assert from 'node:assert/strict';
import {
  fromPage,
  isFromFlame,
  isSavedCompare,
  isSavedFlame,
  isToFlame,
  resultGuards,
  toPage,
} from '../../src/protocol/guards';
import { PLAIN_VIEW } from '../../src/protocol/view-spec';
import { profileOf } from '../fixtures/text-profile';

const language = { locale: 'en-US', bundle: {} };
const source = { connectionId: 'local', group: 'shop', range: { latest: 3_600_000 } };
const ref = { name: 'app:main', file: '/srv/app.py', firstLine: 3, lastLine: 4 };

describe('guards of what a page says', () => {
  const isFromPage = fromPage(isFromFlame);
  const check = (value: unknown, expected: boolean): void => assert.equal(isFromPage(value), expected);
  const say = (message: unknown) => ({ kind: 'say', message });
  const ask = (params: unknown, method = 'source/reveal', id: unknown = 1) => ({
    kind: 'ask',
    id,
    method,
    params,
  });

  it('let messages and questions through', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'retry' },
      { type: 'view', view: 'cpu' },
      { type: 'view', view: ['RUNNABLE'] },
      { type: 'range', range: { latest: 300_000 } },
      { type: 'range', range: { start: 1, end: 2 } },
      { type: 'refresh', on: false },
      { type: 'threads', separate: true },
    ]) {
      check(say(message), true);
    }
    check(ask(ref), true);
    check(ask({}, 'times/list'), true);
    check(ask({ name: 'shop.svg', bytes: new Uint8Array(2) }, 'export/save'), true);
    check(ask({ spec: PLAIN_VIEW }, 'link/copy'), true);
    check(ask({ name: 'mine', spec: PLAIN_VIEW }, 'views/save'), true);
    check(ask({ namespaces: ['shop'] }, 'my-code/set'), true);
  });

  it('refuse what is no message', () => {
    for (const value of [undefined, null, 1, 'ready', [], {}, { type: 'ready' }, say(undefined), say([])]) {
      check(value, false);
    }
  });

  it('refuse types that are unknown, or only look like one of a plain object', () => {
    for (const type of ['open', '', 'constructor', '__proto__', 'toString', 7]) check(say({ type }), false);
  });

  it('refuse values of the wrong kind', () => {
    check(say({ type: 'view', view: 'everything' }), false);
    check(say({ type: 'view', view: [1] }), false);
    check(ask({ ...ref, firstLine: 1.5 }), false);
    check(ask({ ...ref, firstLine: -1 }), false);
    check(ask({ ...ref, name: { toString: 'x' } }), false);
    check(ask({ name: 'x' }), false);
    check(ask(ref, 'source/delete'), false);
    check(ask(ref, 'constructor'), false);
    check(ask(ref, 'link/copy'), false);
    check(ask({ spec: PLAIN_VIEW }, 'source/reveal'), false);
    check(ask({ name: 'x'.repeat(300), bytes: new Uint8Array(2) }, 'export/save'), false);
    check(ask({ name: 'shop.svg', bytes: [1, 2] }, 'export/save'), false);
    check(ask({ name: ' ', spec: PLAIN_VIEW }, 'views/save'), false);
    check(say({ type: 'range', range: { latest: -1 } }), false);
    check(say({ type: 'threads' }), false);
    check(say({ type: 'threads', separate: 'yes' }), false);
    check(say({ type: 'range', range: { start: 2, end: 1 } }), false);
    check(ask(ref, 'source/reveal', '1'), false);
  });
});

describe('guards of what a host says', () => {
  const isToPage = toPage(isToFlame);
  const check = (value: unknown, expected: boolean): void => assert.equal(isToPage(value), expected);
  const snapshot = {
    source,
    label: 'shop',
    connectionLabel: 'Embedded service',
    start: 0,
    end: 1,
    fetchedAt: 2,
    profile: profileOf('main  1'),
    threads: undefined,
    view: 'latency',
    cost: undefined,
    mine: new Uint8Array(1),
    myCode: ['shop'],
    minimumSamples: 20,
    isLive: true,
    autoRefresh: false,
    whyNoViews: '',
    language,
  };
  const show = (changed: object, target?: unknown) => ({
    kind: 'say',
    message: { type: 'show', snapshot: { ...snapshot, ...changed }, target },
  });

  it('let snapshots through, with and without a target and a price', () => {
    check(show({}), true);
    check(show({}, { path: [{ name: 'main' }] }), true);
    check(show({}, { function: { name: 'main', file: '' } }), true);
    check(show({ cost: { yearly: 412, product: '1 × 2', priceSource: 'list', priceDate: '' } }), true);
  });

  it('tell of several threads, or of none', () => {
    check(show({ threads: { count: 4, separate: true } }), true);
    for (const threads of [null, {}, { count: 4 }, { count: -1, separate: true }, 4]) {
      check(show({ threads }), false);
    }
  });

  it('survive the way that messages take', () => {
    assert.ok(isToPage(structuredClone(show({}))));
  });

  it('refuse snapshots with a hole', () => {
    for (const field of Object.keys(snapshot).filter((name) => name !== 'cost' && name !== 'threads')) {
      check(show({ [field]: undefined }), false);
    }
  });

  it('refuse prices that are none and targets that lead nowhere', () => {
    check(show({ cost: { yearly: NaN, product: '', priceSource: '', priceDate: '' } }), false);
    check(show({}, { path: ['main'] }), false);
    check(show({}, {}), false);
  });

  it('let answers through, whatever they are, and narrow them by their question', () => {
    check({ kind: 'answer', id: 1, result: { any: 'thing' } }, true);
    check({ kind: 'refuse', id: 1, reason: 'The file is gone.' }, true);
    check({ kind: 'refuse', id: 1 }, false);
    assert.ok(resultGuards['views/list']([{ name: 'mine', spec: PLAIN_VIEW }]));
    assert.ok(!resultGuards['views/list']([{ name: 'mine', spec: {} }]));
    assert.deepEqual(['opened', 'not-found', 'maybe', undefined].map(resultGuards['source/reveal']), [
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('guards of what was kept', () => {
  const flame = { source, spec: PLAIN_VIEW, table: false, autoRefresh: true };
  const compared = {
    a: source,
    b: source,
    spec: PLAIN_VIEW,
    normalization: 'per-second',
    swapped: false,
    sort: { column: 'delta', descending: true },
    colours: 'blue-orange',
  };

  it('let through what this version keeps, also after a trip through JSON', () => {
    assert.ok(isSavedFlame(JSON.parse(JSON.stringify(flame))));
    assert.ok(isSavedFlame({ ...flame, source: { ...source, range: { start: 1, end: 2 } } }));
    assert.ok(isSavedCompare(JSON.parse(JSON.stringify(compared))));
  });

  it('refuse what another version or nobody kept', () => {
    for (const value of [
      undefined,
      null,
      {},
      { source },
      { ...flame, source: {} },
      { ...flame, source: { ...source, range: { start: 2, end: 1 } } },
      { ...flame, source: { ...source, range: { latest: 0 } } },
      { ...flame, spec: { ...PLAIN_VIEW, zoom: 'main' } },
      { ...flame, table: undefined },
    ]) {
      assert.equal(isSavedFlame(value), false);
    }
    for (const changed of [
      { sort: { column: 'name', descending: true } },
      { colours: 'red' },
      { swapped: 0 },
      { b: undefined },
      { normalization: 'guess' },
      { spec: undefined },
    ]) {
      assert.equal(isSavedCompare({ ...compared, ...changed }), false);
    }
  });
});
