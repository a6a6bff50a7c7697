import type { SearchQuery } from '../../src/profile/search';
import { matchFrames, searchStacks } from '../../src/profile/search';
import { computeCallTree } from '../../src/profile/call-tree';
import type { Boxes } from '../../webview/chart/boxes';
import { WHOLE, createBoxes } from '../../webview/chart/boxes';
import type { ChartEvent, ChartState } from '../../webview/chart/chart-state';
import { createChartState, reduceChart } from '../../webview/chart/chart-state';
import { drawn, profileOf } from '../fixtures/text-profile';

/** The shop of most chart tests: 100 samples, so that a share in percent is a number of samples. */
export const SHOP = drawn(`
  main
    cart  10
      quote  20
        tax  10
    load  20
      parse  20
  worker  10
    quote  10
`);

export function boxesOf(text: string): Boxes {
  const profile = profileOf(text);
  return createBoxes(profile, computeCallTree(profile, profile.samples.states).total);
}

/** A chart 400 pixels wide and 100 high, after some events. */
export function chartOf(text: string, ...events: readonly ChartEvent[]): ChartState {
  return events.reduce(stepChart, createChartState(boxesOf(text), { width: 400, height: 100 }));
}

/** One event, and the answer to a search at once. */
function stepChart(before: ChartState, event: ChartEvent): ChartState {
  const state = reduceChart(before, event);
  const { profile, layout } = state.boxes;
  if (event.type !== 'search' || event.query.text.trim() === '') return state;
  const found = searchStacks(profile.stacks, layout.width, matchFrames(profile.frames, event.query));
  return reduceChart(state, { type: 'found', found });
}

export function queryOf(text: string): SearchQuery {
  return { text, matchCase: false, isRegex: false };
}

/** A box by its path, `main > cart > quote`, or `all`. */
export function boxNamed(boxes: Boxes, path: string): number {
  const { length } = boxes.profile.stacks;
  const found = [WHOLE, ...Array.from({ length }, (_, row) => row)].find(
    (row) => nameOfBox(boxes, row) === path,
  );
  if (found === undefined) throw new Error(`there is no box ${path}`);
  return found;
}

export function nameOfBox({ profile }: Boxes, box: number | undefined): string {
  if (box === undefined) return 'nothing';
  if (box === WHOLE) return 'all';
  const names: string[] = [];
  for (let row = box; row >= 0; row = profile.stacks.prefix[row]) {
    names.unshift(profile.frames.name[profile.stacks.frame[row]]);
  }
  return names.join(' > ');
}

/** A chart's state in a line: what is zoomed to, what is selected, which part of the whole is seen. */
export function printChart({ boxes, zoom, selected, viewport, match }: ChartState): string {
  const percent = (share: number): string => `${Math.round(share * 1000) / 10}`;
  const seen = `${percent(viewport.left)}–${percent(viewport.right)} %`;
  const hit = match < 0 ? '' : `, match ${match + 1}`;
  const scrolled = viewport.top === 0 ? '' : `, ${Math.round(viewport.top)} px down`;
  return `zoomed to ${nameOfBox(boxes, zoom)}, ${nameOfBox(boxes, selected)} selected, ${seen} seen${scrolled}${hit}`;
}
