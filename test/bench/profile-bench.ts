import type { HierarchyNode } from 'd3';
import { hierarchy, partition } from 'd3';
import { ProfileBuilder } from '../../src/profile/builder';
import { computeCallTree } from '../../src/profile/call-tree';
import { decodeAgentProfile, encodeAgentProfile } from '../../src/profile/codec/agent-profile';
import { compareSides } from '../../src/profile/compare';
import { joinProfiles } from '../../src/profile/compare-join';
import { scaleSides } from '../../src/profile/compare-normalization';
import { computeFlameLayout, orderByTier } from '../../src/profile/flame-layout';
import { computeFunctionTotals } from '../../src/profile/hot-spots';
import { mergeProfiles } from '../../src/profile/merge';
import { matchFrames, searchStacks } from '../../src/profile/search';
import type { Profile } from '../../src/profile/tables';
import { toReadable } from '../../src/profile/wrappers';
import { randomOf } from '../fixtures/random';

export interface Bench {
  /** `subject/task/size`. */
  readonly name: string;
  /** Who does the same work here; ours when absent. */
  readonly peer?: string;
  /** Everything that is not to be timed. */
  readonly prepare: () => () => unknown;
}

const SIZES = { '10k': 10_000, '100k': 100_000 } as const;

/** The profile core, beside the least that must be done (JSON.parse) and beside d3, which d3-flame-graph stands on. */
export const benches: readonly Bench[] = Object.entries(SIZES).flatMap(([size, stacks]) => {
  const profile = lazy(() => toReadable(makeProfile(stacks)));
  const text = lazy(() => encodeAgentProfile(profile()));
  const tree = lazy(() => computeCallTree(profile(), ['RUNNABLE']));
  return [
    {
      name: `profile/read/${size}`,
      prepare: () => once(text, (json) => decodeAgentProfile(JSON.parse(json))),
    },
    {
      name: `profile/read/${size}`,
      peer: 'JSON.parse',
      prepare: () => once(text, (json) => JSON.parse(json) as unknown),
    },
    { name: `profile/write/${size}`, prepare: () => once(profile, encodeAgentProfile) },
    {
      name: `profile/merge-12/${size}`,
      prepare: () => once(profile, (one) => mergeProfiles(Array<Profile>(12).fill(one))),
    },
    { name: `profile/totals/${size}`, prepare: () => once(tree, computeFunctionTotals) },
    { name: `profile/compare/${size}`, prepare: () => once(profile, compareWithItself) },
    { name: `flame/layout/${size}`, prepare: () => once(profile, layOut) },
    {
      name: `flame/layout/${size}`,
      peer: 'd3',
      prepare: () =>
        once(
          lazy(() => toNested(text())),
          layOutWithD3,
        ),
    },
    { name: `flame/search/${size}`, prepare: () => once(tree, search) },
    {
      name: `flame/search/${size}`,
      peer: 'd3',
      prepare: () =>
        once(
          lazy(() => layOutWithD3(toNested(text()))),
          searchWithD3,
        ),
    },
  ];
});

function compareWithItself(profile: Profile): unknown {
  return compareSides(joinProfiles(profile, profile), 'cpu', scaleSides('share', profile.meta, profile.meta));
}

function layOut(profile: Profile): unknown {
  return computeFlameLayout(
    profile.stacks,
    computeCallTree(profile, ['RUNNABLE']).total,
    orderByTier(profile.stacks),
  );
}

function search({ profile, total }: ReturnType<typeof computeCallTree>): unknown {
  return searchStacks(
    profile.stacks,
    total,
    matchFrames(profile.frames, { text: 'f17', matchCase: false, isRegex: false }),
  );
}

interface Nested {
  readonly name: string;
  readonly value: number;
  readonly children: readonly Nested[];
}

/** What d3-flame-graph takes: objects of name, value and children. */
function toNested(text: string): Nested {
  interface Node {
    counts?: Record<string, number>;
    children?: Record<string, Node>;
  }
  const convert = (name: string, node: Node): Nested => ({
    name,
    value: Object.values(node.counts ?? {}).reduce((sum, count) => sum + count, 0),
    children: Object.entries(node.children ?? {}).map(([key, child]) => convert(key, child)),
  });
  return convert('all', (JSON.parse(text) as { callgraph: Node }).callgraph);
}

function layOutWithD3(root: Nested): HierarchyNode<Nested> {
  return partition<Nested>()(hierarchy(root, (node) => node.children).sum((node) => node.value));
}

/** Marks every node that matches, as d3-flame-graph does, and counts nested matches once. */
function searchWithD3(root: HierarchyNode<Nested>): number {
  const query = /f17/i;
  const marked = new Set<HierarchyNode<Nested>>();
  const walk = (node: HierarchyNode<Nested>, isInside: boolean): number => {
    const matches = query.test(node.data.name);
    if (matches) marked.add(node);
    const below = (node.children ?? []).reduce((sum, child) => sum + walk(child, isInside || matches), 0);
    return matches && !isInside ? (node.value ?? 0) : below;
  };
  return walk(root, false);
}

/** A tree of calls in which callers are chosen at random: wide and up to some forty deep, as merged profiles are. */
function makeProfile(stackCount: number): Profile {
  const random = randomOf(42);
  const below = (limit: number): number => Math.floor(random() * limit);
  const builder = new ProfileBuilder();
  const rows = [-1];
  while (rows.length <= stackCount) {
    const frame = builder.frame(`shop.module${below(300)}:f${below(40)}`, `/srv/shop/module.py`);
    const row = builder.stack(rows[below(rows.length)], frame, 1 + below(500));
    builder.sample(row, 'WALL_TIME', 1 + below(5));
    rows.push(row);
  }
  return builder.finish({
    start: 0,
    end: 300_000,
    profileCount: 1,
    agent: { type: 'bench', version: '' },
    runtimeVersion: '',
    fleet: [],
  });
}

/** Made when it is first asked for, and kept: sizes that --only leaves out cost nothing. */
function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function once<T>(input: () => T, work: (value: T) => unknown): () => unknown {
  const value = input();
  return () => work(value);
}
