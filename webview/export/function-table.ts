import { visibleText } from '../../src/base/visible-text';
import { figureText, nameText } from '../../src/export/figures';
import type { CallTree } from '../../src/profile/call-tree';
import type { FrameIndex, SampleCount } from '../../src/profile/units';
import { weightOf } from '../../src/profile/weight';
import { listFunctions, SORT_KEYS, sortFunctions, type FunctionRow, type SortKey } from './function-rows';
import { button, html } from './search-form';

/** A screenful and more; each press on the button below brings as many again. */
const CHUNK = 100;

const HEADINGS: Readonly<Record<SortKey, string>> = { name: 'Function', self: 'Self', total: 'Total' };

/** Functions by their figures. `show` is asked for when somebody wants to see one in the graph. */
export function createFunctionTable(tree: CallTree, show: (frame: FrameIndex) => void): HTMLElement {
  const { frames, meta } = tree.profile;
  const functions = listFunctions(tree);
  let sorted: readonly FunctionRow[] = [];
  const body = html('tbody');
  const more = button('Show more functions', () => append());
  const headings = SORT_KEYS.map((key) => {
    const heading = html(
      'th',
      { scope: 'col' },
      button(HEADINGS[key], () => sort(key)),
    );
    return { key, heading };
  });

  const figure = (amount: SampleCount) =>
    html('td', { className: 'figure' }, figureText(weightOf(meta), amount, tree.sum));

  function append(): void {
    const from = body.rows.length;
    for (const { frame, name, self, total } of sorted.slice(from, from + CHUNK)) {
      const open = button(nameText(name), () => show(frame));
      open.title = visibleText(frames.file[frame]);
      body.append(html('tr', {}, html('td', {}, open), figure(self), figure(total)));
    }
    more.hidden = body.rows.length >= sorted.length;
  }

  function sort(by: SortKey): void {
    sorted = sortFunctions(functions, by);
    const direction = by === 'name' ? 'ascending' : 'descending';
    for (const { key, heading } of headings) heading.ariaSort = key === by ? direction : 'none';
    body.replaceChildren();
    append();
  }

  sort('self');
  const head = html('tr', {}, ...headings.map(({ heading }) => heading));
  const caption = html('caption', {}, `Functions (${functions.length.toLocaleString('en-US')})`);
  return html('section', {}, html('table', {}, caption, html('thead', {}, head), body), more);
}
