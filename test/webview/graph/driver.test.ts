import assert from 'node:assert/strict';
import type { SearchQuery } from '../../../src/profile/search';
import type { Profile } from '../../../src/profile/tables';
import { statesOf } from '../../../src/profile/thread-states';
import { PLAIN_VIEW } from '../../../src/protocol/view-spec';
import { createDriver } from '../../../webview/graph/driver';
import type { Engine } from '../../../webview/graph/engine-client';
import { GraphEngine } from '../../../webview/graph/graph-engine';
import type { GraphEvent, GraphState } from '../../../webview/graph/graph-state';
import { createGraphState, reduceGraph } from '../../../webview/graph/graph-state';
import type { PictureSpec } from '../../../webview/graph/picture';
import { profileOf } from '../../fixtures/text-profile';
import { queryOf } from '../chart-fixture';

const profile = profileOf('main\n  load  5\n  show  3');

/** A page whose engine answers when it is told to. */
function createPage() {
  const inner = new GraphEngine();
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  const later = <T>(what: string, answer: () => T): Promise<T> => {
    asked.push(what);
    return new Promise((resolve, reject) => {
      waiting.push(() => {
        try {
          resolve(answer());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  };
  const engine = {
    load: (loaded) => {
      asked.push('load');
      inner.load(loaded);
    },
    draw: (spec: PictureSpec) =>
      later(`draw ${spec.visualization.type} ${spec.order}`, () => {
        if (spec.transforms.length > 0) throw new Error('Out of memory.');
        return inner.draw(spec);
      }),
    search: (query: SearchQuery) =>
      later(`search ${query.text}`, () => {
        if (query.text === 'endless') throw new Error('The search took too long.');
        return inner.search(query);
      }),
  } as Pick<Engine, 'load' | 'draw' | 'search'> as Engine;
  let state: GraphState = createGraphState({ width: 400, height: 100 });
  let current = profile;
  const driver = createDriver({
    engine,
    specOf: ({ visualization, transforms, order, states }) => {
      const column = statesOf(states, profile.samples.states);
      return { visualization, transforms, order, columns: [column, column], widths: 'first', byState: false };
    },
    dispatch,
  });
  function dispatch(event: GraphEvent): void {
    state = reduceGraph(state, event);
    driver.follow(state, current);
  }
  return {
    asked,
    dispatch,
    /** Another profile comes. */
    replace: (next: Profile) => {
      current = next;
      driver.follow(state, current);
    },
    state: () => state,
    answer: async () => {
      waiting.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('the driver of a graph', () => {
  it('loads a profile once, and draws what is wanted', async () => {
    const page = createPage();
    page.dispatch({ type: 'resize', width: 300, height: 100 });
    page.dispatch({ type: 'resize', width: 400, height: 100 });
    assert.deepEqual(page.asked, ['load', 'draw overview name']);
    await page.answer();
    assert.equal(page.state().shown?.picture.layout.sum, 8);
  });

  it('skips what was wanted in between, while a picture is on its way', async () => {
    const page = createPage();
    page.dispatch({ type: 'resize', width: 400, height: 100 });
    page.dispatch({ type: 'order', order: 'weight' });
    page.dispatch({ type: 'visualize', visualization: { type: 'hotspots' } });
    page.dispatch({ type: 'visualize', visualization: { type: 'overview' } });
    await page.answer();
    await page.answer();
    assert.deepEqual(page.asked, ['load', 'draw overview name', 'draw overview weight']);
    assert.equal(page.state().shown?.arrangement.order, 'weight');
  });

  it('searches what is typed in every picture anew', async () => {
    const page = createPage();
    page.dispatch({ type: 'search', query: queryOf('load') });
    await page.answer();
    await page.answer();
    assert.equal(page.state().shown?.chart.found?.samples, 5);
    page.dispatch({ type: 'visualize', visualization: { type: 'hotspots' } });
    await page.answer();
    await page.answer();
    assert.equal(page.state().shown?.chart.found?.samples, 5);
    assert.deepEqual(page.asked.slice(2), ['search load', 'draw hotspots name', 'search load']);
  });

  it('asks nothing for a query without words', async () => {
    const page = createPage();
    page.dispatch({ type: 'search', query: queryOf('  ') });
    await page.answer();
    assert.deepEqual(page.asked, ['load', 'draw overview name']);
  });

  it('says why a search came to nothing, and goes on', async () => {
    const page = createPage();
    page.dispatch({ type: 'search', query: queryOf('endless') });
    await page.answer();
    await page.answer();
    assert.equal(page.state().problem, 'The search took too long.');
    page.dispatch({ type: 'search', query: queryOf('show') });
    assert.equal(page.state().problem, '');
    await page.answer();
    assert.equal(page.state().shown?.chart.found?.samples, 3);
  });

  it('goes back to a place in the picture that is there already', async () => {
    const page = createPage();
    page.dispatch({ type: 'resize', width: 400, height: 100 });
    await page.answer();
    page.dispatch({ type: 'zoom', box: 1 });
    page.dispatch({ type: 'order', order: 'weight' });
    await page.answer();
    page.dispatch({ type: 'undo' });
    await page.answer();
    assert.equal(page.state().shown?.chart.zoom, 1);
    assert.equal(page.state().place, undefined);
  });

  it('shows no picture of a profile that was replaced while it was drawn', async () => {
    const page = createPage();
    page.dispatch({ type: 'resize', width: 400, height: 100 });
    page.replace(profileOf('main\n  load  50'));
    await page.answer();
    assert.equal(page.state().shown, undefined);
    await page.answer();
    assert.equal(page.state().shown?.picture.layout.sum, 50);
  });

  it('draws anew when the profile that was replaced meanwhile is back', async () => {
    const page = createPage();
    page.dispatch({ type: 'resize', width: 400, height: 100 });
    page.replace(profileOf('main\n  load  50'));
    page.replace(profile);
    await page.answer();
    assert.equal(page.state().shown?.picture.layout.sum, 8);
  });

  it('keeps the picture before, and says why, when one with a place cannot be drawn', async () => {
    const page = createPage();
    page.dispatch({ type: 'resize', width: 400, height: 100 });
    await page.answer();
    const transforms = [{ type: 'drop-function', function: { name: 'load', file: '' } }] as const;
    page.dispatch({ type: 'apply', spec: { ...PLAIN_VIEW, transforms } });
    await page.answer();
    assert.equal(page.state().problem, 'Out of memory.');
    assert.deepEqual(page.state().shown?.arrangement.transforms, []);
  });

  it('asks again for a picture that failed with the next step that wants it', async () => {
    const page = createPage();
    page.dispatch({ type: 'resize', width: 400, height: 100 });
    await page.answer();
    const transforms = [{ type: 'drop-function', function: { name: 'load', file: '' } }] as const;
    const spec = { ...PLAIN_VIEW, transforms };
    page.dispatch({ type: 'apply', spec });
    await page.answer();
    const asked = page.asked.length;
    page.dispatch({ type: 'select', box: 0 });
    assert.equal(page.asked.length, asked);
    page.dispatch({ type: 'apply', spec });
    assert.equal(page.asked.length, asked + 1);
  });

  it('searches no picture but the one that is shown', async () => {
    const page = createPage();
    page.dispatch({ type: 'resize', width: 400, height: 100 });
    await page.answer();
    page.replace(profileOf('main\n  load  50'));
    page.dispatch({ type: 'search', query: queryOf('load') });
    page.replace(profileOf('main\n  load  70'));
    assert.ok(!page.asked.includes('search load'));
    await page.answer();
    await page.answer();
    await page.answer();
    assert.equal(page.state().shown?.chart.found?.samples, 70);
  });
});
