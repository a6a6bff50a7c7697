import type { CallTree } from '../../src/profile/call-tree';
import { computeCallTree } from '../../src/profile/call-tree';
import { computeFlameLayout, orderByTier } from '../../src/profile/flame-layout';
import { computeFunctionTotals, computeGroupTotals } from '../../src/profile/hot-spots';
import type { Comparison, Rigour } from '../../src/profile/compare';
import { compareSides } from '../../src/profile/compare';
import type { Scale } from '../../src/profile/compare-normalization';
import type { ExportFormat, ExportOptions } from '../../src/export/formats';
import { exportProfile } from '../../src/export/formats';
import type { Neighbours } from '../../src/profile/neighbours';
import { neighboursOf } from '../../src/profile/neighbours';
import { isInPackage, listPackages, packageOf } from '../../src/profile/packages';
import type { SearchQuery, SearchResult } from '../../src/profile/search';
import { matchFrames, matchFunction, searchStacks } from '../../src/profile/search';
import { moveSamples } from '../../src/profile/preorder';
import { share } from '../../src/profile/share';
import { orderSiblings } from '../../src/profile/sibling-order';
import type { Profile } from '../../src/profile/tables';
import type { StateView } from '../../src/profile/thread-states';
import { applyTransforms } from '../../src/profile/transforms';
import type { FrameIndex, SampleCount } from '../../src/profile/units';
import type { Drawing } from '../../src/profile/visualization';
import { draw, findOutermost } from '../../src/profile/visualization';
import type { Column, Picture, PictureSpec } from './picture';

/**
 * Turns a profile into pictures: transforms, visualization, order, layout, search. All that takes time and grows with
 * the profile happens in here, and in the pages here is a worker, off the path that paints. No DOM, no state but the
 * profile and what was drawn last.
 */
export class GraphEngine {
  private source: Profile | undefined;
  private drawn: Drawn | undefined;

  load(profile: Profile): void {
    this.source = profile;
    this.drawn = undefined;
  }

  /** @throws {Error} before a profile was loaded */
  draw(spec: PictureSpec): Picture {
    const { source } = this;
    if (!source) throw new Error('There is no profile to draw yet.');
    const transformed = this.transform(source, spec);
    const inspected = inspectedFrames(transformed, spec);
    const trees = new TreeCache(inspected ? onlyWith(transformed, inspected) : transformed);
    const drawing = inOrder(draw(transformed, spec.visualization, union(spec.columns)), spec);
    const columns = columnsOf(spec, { source, drawing, trees, inspected });
    const { profile, callersFrom, folded } = drawing;
    const { widths, sum } = widthsOf(spec, columns);
    const picture: Picture = {
      spec,
      profile,
      columns,
      layout: computeFlameLayout(profile.stacks, widths, orderByTier(profile.stacks, callersFrom), sum),
      inspected: inspected && inspected.indexOf(1),
      folded,
      places: countPlaces(trees.of(spec.columns[0])),
      mainState: spec.byState ? mainStates(profile, spec) : undefined,
    };
    this.drawn = { picture, transformed, trees, inspected, key: transformKey(spec) };
    return picture;
  }

  /** Finds boxes in the picture that was drawn last, and counts the samples of it that have a match in their stack. */
  search(query: SearchQuery): SearchResult {
    const { drawn } = this;
    if (!drawn) throw new Error('There is nothing to search in yet.');
    const { profile, layout } = drawn.picture;
    const found = searchStacks(profile.stacks, layout.width, matchFrames(profile.frames, query));
    return drawn.inspected
      ? { ...found, samples: matchedInside(drawn, drawn.inspected, found.frames) }
      : found;
  }

  /** Who calls a function and what it calls, the heaviest first, in the first column of the picture drawn last. */
  neighbours(frame: FrameIndex, limit: number): Neighbours {
    const { drawn } = this;
    if (!drawn) return { callers: [], callees: [] };
    return neighboursOf(drawn.trees.of(drawn.picture.spec.columns[0]), [frame], limit);
  }

  /** How the sides of a joined profile differ, function by function, before anything was hidden. */
  compare(view: StateView, scale: Scale, rigour: Rigour): Pick<Comparison, 'functions' | 'yardstick'> {
    const { source } = this;
    if (!source) throw new Error('There is no profile to compare yet.');
    const { functions, yardstick } = compareSides(source, view, scale, rigour);
    return { functions, yardstick };
  }

  /**
   * The heaviest packages and namespaces around them, with the samples that have one of their functions somewhere in
   * the stack: what to choose one's own code from, whatever is hidden or in focus.
   */
  packages(limit: number): PackageTotal[] {
    const { drawn, source } = this;
    if (!drawn || !source) return [];
    const tree = computeCallTree(source, drawn.picture.spec.columns[0]);
    const { frames } = source;
    const packages = frames.name.map((name, frame) => packageOf(name, frames.file[frame]));
    const listed = listPackages(frames, computeFunctionTotals(tree).total).slice(0, limit);
    const marks = listed.map(({ package: outer }) =>
      Uint8Array.from(packages, (inner) => (isInPackage(inner, outer) ? 1 : 0)),
    );
    const totals = computeGroupTotals(tree, marks);
    return listed
      .map(({ package: name }, at) => ({
        package: name,
        total: totals[at],
        whole: tree.sum,
        frames: marks[at],
      }))
      .sort((a, b) => b.total - a.total);
  }

  /**
   * The profile as it is looked at, in another format: its states and transforms. A picture is exported as it is drawn,
   * but for callers and callees of a function, which no format has: then it is the profile from its entry points. So is
   * a page, whose table of functions would take the entry points of an inverted graph for what ran.
   */
  export(format: ExportFormat, titles: ExportTitles): string | Uint8Array {
    const { drawn } = this;
    if (!drawn) throw new Error('There is nothing to export yet.');
    const { spec, profile } = drawn.picture;
    const isPicture = format === 'svg' && spec.visualization.type !== 'inspect';
    const states = spec.widths === 'mean' ? union(spec.columns) : spec.columns[0];
    return exportProfile(isPicture ? profile : drawn.transformed, format, { states, ...titles });
  }

  /** A change of states, order or visualization finds the transformed profile ready. */
  private transform(source: Profile, spec: PictureSpec): Profile {
    const { drawn } = this;
    return drawn?.key === transformKey(spec) ? drawn.transformed : applyTransforms(source, spec.transforms);
  }
}

export interface PackageTotal {
  readonly package: string;
  readonly total: SampleCount;
  /** All samples in the states that were counted. */
  readonly whole: SampleCount;
  /** 1 per frame that lies in it. */
  readonly frames: Uint8Array;
}

export type ExportTitles = Pick<ExportOptions, 'title' | 'subtitle'>;

interface Drawn {
  readonly picture: Picture;
  readonly transformed: Profile;
  readonly trees: TreeCache;
  /** 1 per frame that is the inspected function, where one is. */
  readonly inspected: Uint8Array | undefined;
  readonly key: string;
}

function transformKey({ transforms }: PictureSpec): string {
  return JSON.stringify(transforms);
}

/** Columns often count the same states: CPU is both what is shown and what is paid for. */
class TreeCache {
  private readonly trees = new Map<string, CallTree>();

  constructor(private readonly profile: Profile) {}

  of(states: readonly string[]): CallTree {
    const key = JSON.stringify(states);
    const tree = this.trees.get(key) ?? computeCallTree(this.profile, states);
    this.trees.set(key, tree);
    return tree;
  }
}

function union(columns: readonly (readonly string[])[]): string[] {
  return [...new Set(columns.flat())];
}

/** The hottest functions stand first whatever order was asked for: that is what the picture is for. */
function inOrder(drawing: Drawing, { order, visualization, columns, widths }: PictureSpec): Drawing {
  const isByWeight = order === 'weight' || visualization.type === 'hotspots';
  if (!isByWeight) return drawing;
  const weighed = widths === 'mean' ? union(columns) : columns[0];
  return orderSiblings(drawing, computeCallTree(drawing.profile, weighed).total);
}

/** 1 per frame that is the inspected function: several where it stands in several files and none was named. */
function inspectedFrames({ frames }: Profile, { visualization }: PictureSpec): Uint8Array | undefined {
  if (visualization.type !== 'inspect') return undefined;
  return matchFunction(frames, visualization.function);
}

/** The samples that a picture of one function is of: what is said of functions beside it is a share of these too. */
function onlyWith(profile: Profile, inspected: Uint8Array): Profile {
  const { stacks, samples } = profile;
  const to = findOutermost(profile, inspected).map((outermost, row) => (outermost < 0 ? -1 : row));
  return { ...profile, samples: moveSamples(samples, to, stacks.length) };
}

interface Stages {
  readonly source: Profile;
  readonly drawing: Drawing;
  readonly trees: TreeCache;
  readonly inspected: Uint8Array | undefined;
}

function columnsOf({ columns }: PictureSpec, stages: Stages): Column[] {
  const known = new Map<CallTree, Column>();
  return columns.map((states) => {
    const tree = stages.trees.of(states);
    const column = known.get(tree) ?? columnOf(tree, stages);
    known.set(tree, column);
    return column;
  });
}

function columnOf(tree: CallTree, { source, drawing, inspected }: Stages): Column {
  const functions = computeFunctionTotals(tree);
  return {
    total:
      drawing.profile === tree.profile ? tree.total : computeCallTree(drawing.profile, tree.states).total,
    // Not that of the drawing: both halves of an inspected function hold its samples.
    sum: tree.sum,
    whole: source === tree.profile ? tree.sum : computeCallTree(source, tree.states).sum,
    inspectedSelf: inspected
      ? functions.self.reduce((all, self, frame) => all + self * inspected[frame], 0)
      : 0,
    functionSelf: functions.self,
    functionTotal: functions.total,
  };
}

/**
 * How wide boxes are. The mean of two shares gives what is new and what is gone a place each; counted in samples of
 * both sides together, because that is how finely there is something to see.
 */
function widthsOf(
  { widths }: PictureSpec,
  [first, second]: readonly Column[],
): { readonly widths: Float64Array; readonly sum: SampleCount } {
  if (widths === 'first') return { widths: first.total, sum: first.sum };
  const both = (first.sum + second.sum) / 2;
  const mean = (a: SampleCount, b: SampleCount): number =>
    (share(a, first.sum) + share(b, second.sum)) * both;
  return {
    widths: first.total.map((samples, row) => mean(samples, second.total[row])),
    sum: mean(first.sum, second.sum),
  };
}

function countPlaces({ profile, total }: CallTree): Int32Array {
  const places = new Int32Array(profile.frames.length);
  for (let row = 0; row < profile.stacks.length; row++) {
    if (total[row] > 0) places[profile.stacks.frame[row]]++;
  }
  return places;
}

/** Of the states that are shown, the one with most samples in each box; the first of equals. */
function mainStates(profile: Profile, { columns }: PictureSpec): Uint8Array {
  const main = new Uint8Array(profile.stacks.length);
  const most = new Float64Array(profile.stacks.length);
  profile.samples.states.forEach((state, index) => {
    if (!columns[0].includes(state)) return;
    const { total } = computeCallTree(profile, [state]);
    for (let row = 0; row < total.length; row++) {
      if (total[row] <= most[row]) continue;
      most[row] = total[row];
      main[row] = index;
    }
  });
  return main;
}

/**
 * Samples in stacks that have both the inspected function and a match. The two halves of the picture cannot tell: a
 * caller that matches and a callee that matches may be of the same sample.
 */
function matchedInside(
  { picture: { spec, columns }, transformed, trees }: Drawn,
  inspected: Uint8Array,
  matches: Uint8Array,
): SampleCount {
  const { stacks } = transformed;
  const has = new Uint8Array(stacks.length);
  const counts = columns.map(() => 0);
  const selfs = spec.columns.map((states) => trees.of(states).self);
  for (let row = 0; row < stacks.length; row++) {
    const frame = stacks.frame[row];
    const above = stacks.prefix[row] < 0 ? 0 : has[stacks.prefix[row]];
    has[row] = above | inspected[frame] | (matches[frame] << 1);
    if (has[row] === 3) selfs.forEach((self, column) => (counts[column] += self[row]));
  }
  if (spec.widths === 'first') return counts[0];
  const both = (columns[0].sum + columns[1].sum) / 2;
  return (share(counts[0], columns[0].sum) + share(counts[1], columns[1].sum)) * both;
}
