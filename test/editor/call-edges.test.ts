import assert from 'node:assert/strict';
import { callEdges, edgeWords } from '../../src/editor/call-edges';
import { callLines } from '../../src/profile/call-lines';
import type { FrameRef } from '../../src/profile/tables';
import type { Location } from '../../src/source/location';
import { profileOf } from '../fixtures/text-profile';
import { loadedOf } from '../focus/loaded';

const DRAWING = `
app:main @/srv/app.py:10
  app:load @/srv/app.py:20
    lib:read @/lib/python3.11/lib.py:5  41
    app:parse @/srv/app.py:30  10
  __main__:main @/srv/app.py:10
    app:load @/srv/app.py:20-25
      app:parse @/srv/app.py:31  25
app:other @/srv/app.py:50-60
  app:load @/srv/app.py:22
    app:parse @/srv/app.py:30  5`;

const loaded = loadedOf(DRAWING);
const frameOf = (name: string): number => loaded.profile.frames.name.indexOf(name);

/** Everything of the application stands at a line of its own; what moved has `moved` in its name. */
function locate({ name }: FrameRef): Promise<Location> {
  if (name.startsWith('lib')) return Promise.resolve({ status: 'none', candidates: [], why: 'A library.' });
  const [, symbol] = name.split(':');
  const line = symbol.length;
  return Promise.resolve({
    status: symbol === 'other' ? 'moved' : 'exact',
    root: '/w',
    file: '/w/app.py',
    line,
    firstLine: line,
    endLine: line,
    symbol,
    kind: 'function',
    candidates: [],
    why: '',
  });
}

/** `samples name lines` of each edge. */
async function check(
  name: string,
  direction: 'incoming' | 'outgoing',
  expected: string[],
  isWhereItRan = true,
): Promise<void> {
  const options = { loaded, view: 'cpu', direction, locate, isWhereItRan } as const;
  const edges = await callEdges([frameOf(name)], options);
  const printed = edges.map(({ samples, place, ref, why, lines }) =>
    `${samples} ${place?.symbol ?? `${ref.name} (${why})`} ${lines.join(',')}`.trim(),
  );
  assert.deepEqual(printed, expected);
}

describe('calls that were seen', () => {
  it('come from callers, heaviest first, one for each place in the source', async () => {
    await check('app:load', 'incoming', ['76 main 10', '5 other']);
  });

  it('go to callees, with the lines that are known for certain', async () => {
    await check('app:load', 'outgoing', ['41 lib:read (A library.) 20', '40 parse 20,22']);
  });

  it('have no lines where the caller stands elsewhere now', async () => {
    await check('app:load', 'outgoing', ['41 lib:read (A library.)', '40 parse'], false);
  });

  it('are none at the ends of the profile', async () => {
    await check('app:other', 'incoming', []);
    await check('lib:read', 'outgoing', []);
  });

  it('have a share where there are enough samples', () => {
    const words = (sum: number): string => edgeWords(5, sum, 20).replaceAll('\u00a0', ' ');
    assert.equal(words(40), '12.5 % · 5 samples');
    assert.equal(words(10), '5 samples');
  });
});

describe('lines of calls', () => {
  it('are those of paths on which the caller ran on one line only', () => {
    const profile = profileOf(`
main:m @/m.py:10-20
  load:l @/m.py  1
main:m @/m.py
  load:l @/m.py  1
other:o @/m.py:5
  load:l @/m.py  1`);
    const only = (name: string): ReadonlySet<number> => new Set([profile.frames.name.indexOf(name)]);
    assert.deepEqual(callLines(profile, only('main:m'), only('load:l')), []);
    assert.deepEqual(callLines(profile, only('other:o'), only('load:l')), [5]);
    assert.deepEqual(callLines(profile, only('load:l'), only('main:m')), []);
  });
});
