import assert from 'node:assert/strict';
import { computeCallTree } from '../../../src/profile/call-tree';
import { computeFunctionTotals } from '../../../src/profile/hot-spots';
import { matchFunction, searchStacks } from '../../../src/profile/search';
import type { Profile } from '../../../src/profile/tables';
import type { Visualization } from '../../../src/profile/visualization';
import { WHOLE, rowOf } from '../../../webview/chart/boxes';
import { GraphEngine } from '../../../webview/graph/graph-engine';
import type { Picture, PictureSpec } from '../../../webview/graph/picture';
import { boxesOf, samplesAt, selfAt, statesAt } from '../../../webview/graph/picture';
import { randomOf, randomProfile } from '../../fixtures/random';
import { drawn, profileOf } from '../../fixtures/text-profile';
import { boxNamed, nameOfBox, queryOf } from '../chart-fixture';

const SHOP = `
main  RUNNABLE 2
  cart  RUNNABLE 10
    quote  RUNNABLE 20 WAITING 6
  load  WAITING 30
worker
  quote  RUNNABLE 8 BLOCKED 4
`;

function engineOf(text: string | Profile): GraphEngine {
  const engine = new GraphEngine();
  engine.load(typeof text === 'string' ? profileOf(text) : text);
  return engine;
}

const CPU = ['RUNNABLE', 'BLOCKED'];

function specOf(visualization: Visualization, changed: Partial<PictureSpec> = {}): PictureSpec {
  return {
    visualization,
    transforms: [],
    order: 'name',
    columns: [CPU, ['RUNNABLE']],
    widths: 'first',
    byState: false,
    ...changed,
  };
}

/** The rows of a picture from top to bottom, each box with its edges in samples. */
function printPicture(picture: Picture): string {
  const boxes = boxesOf(picture);
  const { layout, profile } = picture;
  const rows = new Map<number, string[]>([[rowOf(boxes, WHOLE), [`all ${layout.sum}`]]]);
  for (let row = 0; row < profile.stacks.length; row++) {
    if (layout.width[row] === 0) continue;
    const name = profile.frames.name[profile.stacks.frame[row]];
    const text = `${name} ${layout.left[row]}–${layout.left[row] + layout.width[row]}`;
    rows.set(rowOf(boxes, row), [...(rows.get(rowOf(boxes, row)) ?? []), text]);
  }
  return [...rows]
    .sort(([a], [b]) => a - b)
    .map(([, texts]) => texts.join(' | '))
    .join('\n');
}

describe('a picture', () => {
  const check = (visualization: Visualization, expected: string, changed: Partial<PictureSpec> = {}): void =>
    assert.equal(printPicture(engineOf(SHOP).draw(specOf(visualization, changed))), drawn(expected));

  it('is the call paths from entry points', () => {
    check(
      { type: 'overview' },
      `
      all 44
      main 0–32 | worker 32–44
      cart 0–30 | quote 32–44
      quote 0–20
      `,
    );
  });

  it('has the heaviest first where that is asked for', () => {
    const text = 'a  RUNNABLE 1\nb  RUNNABLE 3\n  x  RUNNABLE 1\n  y  RUNNABLE 2';
    const picture = engineOf(text).draw(specOf({ type: 'overview' }, { order: 'weight' }));
    assert.equal(printPicture(picture), 'all 7\nb 0–6 | a 6–7\ny 0–2 | x 2–3');
  });

  it('is the hottest functions with their callers below, the hottest first in any order', () => {
    check(
      { type: 'hotspots' },
      `
      all 44
      quote 0–32 | cart 32–42 | main 42–44
      cart 0–20 | worker 20–32 | main 32–42
      main 0–20
      `,
    );
  });

  it('is one function with its callers above and its callees below', () => {
    check(
      { type: 'inspect', function: { name: 'cart', file: '' } },
      `
      main 0–30
      all 30
      quote 0–20
      `,
    );
  });

  it('counts recursion of the inspected function once', () => {
    const picture = engineOf('a\n  f\n    g\n      f  RUNNABLE 5').draw(
      specOf({ type: 'inspect', function: { name: 'f', file: '' } }),
    );
    assert.equal(printPicture(picture), 'a 0–5\nall 5\ng 0–5\nf 0–5');
  });

  it('of a function that is not there is empty', () => {
    check({ type: 'inspect', function: { name: 'nowhere', file: '' } }, 'all 0');
  });

  it('is of what the transforms leave', () => {
    check({ type: 'overview' }, 'all 12\nworker 0–12\nquote 0–12', {
      transforms: [{ type: 'drop-function', function: { name: 'main', file: '' } }],
    });
  });

  it('knows the whole before anything was hidden', () => {
    const { columns } = engineOf(SHOP).draw(
      specOf(
        { type: 'overview' },
        { transforms: [{ type: 'focus-function', function: { name: 'cart', file: '' } }] },
      ),
    );
    assert.deepEqual(
      columns.map(({ sum, whole }) => `${sum} of ${whole}`),
      ['30 of 44', '30 of 40'],
    );
  });

  it('is as wide as the mean of the shares of two columns', () => {
    const picture = engineOf('x  RUNNABLE 30 WAITING 10\ny  RUNNABLE 10 WAITING 30').draw(
      specOf({ type: 'overview' }, { columns: [['RUNNABLE'], ['WAITING']], widths: 'mean' }),
    );
    assert.equal(printPicture(picture), 'all 80\nx 0–40 | y 40–80');
  });

  it('says which state most samples of a box were in', () => {
    const { mainState, profile } = engineOf(SHOP).draw(
      specOf({ type: 'overview' }, { columns: [['RUNNABLE', 'WAITING'], CPU], byState: true }),
    );
    const named = [...(mainState ?? [])].map(
      (state, row) => `${profile.frames.name[profile.stacks.frame[row]]} ${profile.samples.states[state]}`,
    );
    assert.deepEqual(named, [
      'main WAITING',
      'cart RUNNABLE',
      'quote RUNNABLE',
      'load WAITING',
      'worker RUNNABLE',
      'quote RUNNABLE',
    ]);
  });

  it('cannot be drawn before there is a profile', () => {
    assert.throws(() => new GraphEngine().draw(specOf({ type: 'overview' })), /no profile to draw/);
  });
});

describe('figures of a picture', () => {
  it('add up in every visualization, on 60 random profiles', () => {
    const random = randomOf(41);
    for (let i = 0; i < 60; i++) {
      const profile = randomProfile(random);
      const states = profile.samples.states.slice(0, 2);
      const engine = engineOf(profile);
      const totals = computeFunctionTotals(computeCallTree(profile, states));
      const spec = (visualization: Visualization) => specOf(visualization, { columns: [states, states] });
      const hotspots = engine.draw(spec({ type: 'hotspots' }));
      assert.equal(hotspots.columns[0].sum, totals.tree.sum);
      const { stacks } = hotspots.profile;
      for (let row = 0; row < stacks.length; row++) {
        if (stacks.prefix[row] < 0) assert.equal(samplesAt(hotspots, row), totals.self[stacks.frame[row]]);
      }
      const frame = Math.floor(random() * profile.frames.length);
      const of = { name: profile.frames.name[frame], file: profile.frames.file[frame] };
      const inspected = engine.draw(spec({ type: 'inspect', function: of }));
      // Without a file, functions of that name in every file are meant.
      const meant = matchFunction(profile.frames, of);
      assert.equal(
        samplesAt(inspected, WHOLE),
        searchStacks(profile.stacks, totals.tree.total, meant).samples,
      );
      assert.equal(
        selfAt(inspected, WHOLE),
        totals.self.reduce((all, self, one) => all + self * meant[one], 0),
      );
    }
  });

  it('tell of functions beside an inspected one what is drawn of them', () => {
    const { columns, places, profile } = engineOf(SHOP).draw(
      specOf({ type: 'inspect', function: { name: 'cart', file: '' } }),
    );
    const [{ sum, functionSelf, functionTotal }] = columns;
    const rows = profile.frames.name.map(
      (name, frame) => `${name} ${functionSelf[frame]} ${functionTotal[frame]} ${places[frame]}`,
    );
    assert.equal(
      [`all ${sum}`, ...rows.sort()].join('\n'),
      'all 30\ncart 10 30 1\nload 0 0 0\nmain 0 30 1\nquote 20 20 1\nworker 0 0 0',
    );
  });

  it('tell how a box is spread over the states that are shown', () => {
    const picture = engineOf(SHOP).draw(
      specOf({ type: 'overview' }, { columns: [['RUNNABLE', 'WAITING'], CPU] }),
    );
    const of = (path: string): string =>
      statesAt(picture, boxNamed(boxesOf(picture), path))
        .map(({ state, samples }) => `${state} ${samples}`)
        .join(', ');
    assert.equal(of('main'), 'WAITING 36, RUNNABLE 32');
    assert.equal(of('worker > quote'), 'RUNNABLE 8');
    assert.equal(of('all'), 'RUNNABLE 40, WAITING 36');
  });
});

describe('a search in a picture', () => {
  const check = (visualization: Visualization, text: string, expected: string): void => {
    const engine = engineOf(SHOP);
    const picture = engine.draw(specOf(visualization));
    const { stacks, samples } = engine.search(queryOf(text));
    const names = [...stacks].map((box) => nameOfBox(boxesOf(picture), box));
    assert.equal(`${names.join(', ')}: ${samples}`, expected);
  };

  it('finds boxes, and counts each sample once', () => {
    check({ type: 'overview' }, 'quote', 'main > cart > quote, worker > quote: 32');
    check({ type: 'hotspots' }, 'cart', 'quote > cart, cart: 30');
  });

  it('counts callers and callees of one function together, each sample once', () => {
    const inspect: Visualization = { type: 'inspect', function: { name: 'cart', file: '' } };
    check(inspect, 'quote', 'quote: 20');
    check(inspect, 'main', 'main: 30');
  });
});

describe('the packages of a picture', () => {
  it('are listed with the samples that have one of their functions in the stack', () => {
    const engine = engineOf(
      'shop.web:run  RUNNABLE 1\n  shop.db:load  RUNNABLE 2\n    json:loads  RUNNABLE 5',
    );
    engine.draw(specOf({ type: 'overview' }));
    assert.deepEqual(
      engine.packages(10).map(({ package: name, total }) => `${name} ${total}`),
      ['shop 8', 'shop.web 8', 'shop.db 7', 'json 5'],
    );
  });

  it('are those of all samples, whatever is hidden and whichever function is inspected', () => {
    const engine = engineOf('shop.web:run  RUNNABLE 1\n  shop.db:load  RUNNABLE 2\n  json:loads  RUNNABLE 5');
    const picture = engine.draw(
      specOf(
        { type: 'inspect', function: { name: 'shop.db:load', file: '' } },
        { transforms: [{ type: 'drop-function', function: { name: 'json:loads', file: '' } }] },
      ),
    );
    assert.equal(picture.columns[0].whole, 8);
    assert.deepEqual(
      engine.packages(10).map(({ package: name, total }) => `${name} ${total}`),
      ['shop 8', 'shop.web 8', 'json 5', 'shop.db 2'],
    );
  });
});

describe('an export', () => {
  it('is of what is shown: its states, and what the transforms left', () => {
    const engine = engineOf(SHOP);
    engine.draw(
      specOf(
        { type: 'overview' },
        { transforms: [{ type: 'focus-function', function: { name: 'quote', file: '' } }] },
      ),
    );
    assert.equal(engine.export('collapsed', { title: 'shop', subtitle: '' }), 'quote 32\n');
  });

  it('has the figures of functions in a page whatever picture is shown', () => {
    const engine = engineOf(SHOP);
    const page = (type: 'overview' | 'hotspots') => {
      engine.draw(specOf({ type }));
      return engine.export('html', { title: 'shop', subtitle: '' });
    };
    assert.equal(page('hotspots'), page('overview'));
  });
});

describe('an inspected function', () => {
  it('has its heaviest callers and callees first where that is asked for, each half in its place', () => {
    const text = 'a\n  f\n    x  RUNNABLE 1\nb\n  f\n    y  RUNNABLE 3';
    const inspect: Visualization = { type: 'inspect', function: { name: 'f', file: '' } };
    const picture = engineOf(text).draw(specOf(inspect, { order: 'weight' }));
    assert.equal(printPicture(picture), 'b 0–3 | a 3–4\nall 4\ny 0–3 | x 3–4');
  });
});
