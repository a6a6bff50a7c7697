// Runs in an exported page, offline: draws the profile that stands in it as data.
import { visibleText } from '../../src/base/visible-text';
import { figureText, nameText, shareText } from '../../src/export/figures';
import { EXPORTED, unpackHtmlData, type HtmlData } from '../../src/export/html-data';
import { computeCallTree } from '../../src/profile/call-tree';
import { matchFrames, queryProblem, searchStacks } from '../../src/profile/search';
import type { FrameIndex, StackIndex } from '../../src/profile/units';
import { weightOf } from '../../src/profile/weight';
import { createFunctionTable } from './function-table';
import { createGraph, WHOLE } from './graph';
import { hitText } from './hits';
import './html-page.css';
import { button, createSearchForm, html } from './search-form';

function start(main: HTMLElement, data: HtmlData): void {
  const profile = unpackHtmlData(data);
  const { frames, stacks } = profile;
  const tree = computeCallTree(profile, [EXPORTED]);
  const weight = weightOf(profile.meta);
  let hits: ArrayLike<StackIndex> = [];
  let hit = -1;
  let found = '';

  const details = html('p', { className: 'details' });
  const note = html('p', { className: 'note' });
  const crumbs = html('ol');
  const path = html('nav', {}, crumbs);
  path.setAttribute('aria-label', 'Zoomed to');
  const graph = createGraph(tree, {
    point: (row) => void (details.textContent = [nameOf(row), ...factsOf(row)].join(' · ')),
    zoom: showZoom,
    search: () => search.input.focus(),
    next: goToHit,
    leave: () => {
      search.clear();
      find();
    },
    describe: (row) => [nameOf(row), ...factsOf(row)],
  });
  const search = createSearchForm({ change: find, go: goToHit, leave: () => graph.focus() });
  const table = createFunctionTable(tree, showFunction);
  main.replaceChildren(search.form, path, details, graph.element, note, table);
  graph.zoom(WHOLE);

  function nameOf(row: StackIndex): string {
    return row === WHOLE ? 'all' : nameText(frames.name[stacks.frame[row]]);
  }

  function factsOf(row: StackIndex): string[] {
    if (row === WHOLE) return [figureText(weight, tree.sum, tree.sum)];
    const [file, line] = [frames.file[stacks.frame[row]], stacks.firstLine[row]];
    const own = tree.self[row] > 0 ? figureText(weight, tree.self[row], tree.sum) : 'none';
    const place = visibleText(file !== '' && line > 0 ? `${file}:${line}` : file);
    return [place, figureText(weight, tree.total[row], tree.sum), `self ${own}`].filter(Boolean);
  }

  function showZoom(row: StackIndex, leftOut: number): void {
    const rows: StackIndex[] = [];
    for (let at = row; at !== WHOLE; at = stacks.prefix[at]) rows.unshift(at);
    const steps = [WHOLE, ...rows].map((at) =>
      html(
        'li',
        {},
        button(nameOf(at), () => graph.zoom(at)),
      ),
    );
    crumbs.replaceChildren(...steps);
    const calls = leftOut === 1 ? '1 call is' : `${leftOut.toLocaleString('en-US')} calls are`;
    note.textContent = leftOut === 0 ? '' : `${calls} too narrow to draw here; zoom in to see them.`;
  }

  function find(): void {
    const query = search.query();
    const matched = matchFrames(frames, query);
    const result = searchStacks(stacks, tree.total, matched);
    hits = result.stacks;
    hit = -1;
    const share = shareText(weight, result.samples, tree.sum);
    found = share === '' ? '' : `${share} of the whole`;
    graph.mark(matched);
    search.say(query.text === '' ? '' : (queryProblem(query) ?? hitText(hits.length, hit, found)));
  }

  function goToHit(direction: 1 | -1): void {
    if (hits.length === 0) return;
    hit = (Math.max(hit, direction < 0 ? 0 : -1) + direction + hits.length) % hits.length;
    search.say(hitText(hits.length, hit, found));
    graph.reveal(hits[hit]);
  }

  function showFunction(frame: FrameIndex): void {
    let widest = WHOLE;
    for (let row = 0; row < stacks.length; row++) {
      if (stacks.frame[row] !== frame) continue;
      if (widest === WHOLE || tree.total[row] > tree.total[widest]) widest = row;
    }
    graph.reveal(widest);
    graph.focus();
  }
}

const main = document.querySelector('main');
const data = document.querySelector('#profile');
if (main !== null && data !== null) start(main, JSON.parse(data.textContent ?? '') as HtmlData);
