import { computeCallTree } from '../../src/profile/call-tree';
import { compareSides } from '../../src/profile/compare';
import { joinProfiles } from '../../src/profile/compare-join';
import { scaleSides } from '../../src/profile/compare-normalization';
import type { Profile } from '../../src/profile/tables';
import { makeTable, printTable, WHAT_IS_SHOWN } from '../fixtures/comparison-table';
import { serviceProfile } from '../fixtures/comparison-trials';
import type { Report, Scenario } from './measure';
import { median, time } from './measure';

/** How long a comparison takes, and how often it is wrong: the table that the unit tests judge. */
export const diffScenario: Scenario = {
  name: 'diff/',
  run: async (report) => {
    await reportTimes(report);
    reportClaims(report);
  },
};

const RUNS = 9;

async function reportTimes(report: Report): Promise<void> {
  for (const [size, functions] of Object.entries({ '10k': 8_300, '100k': 83_000 })) {
    const [a, b] = [serviceProfile(functions, 1), serviceProfile(functions, 2)];
    const scale = scaleSides('share', a.meta, b.meta);
    const [nestedA, nestedB] = [nest(a), nest(b)];
    const measure = async (peer: string | undefined, work: () => unknown): Promise<void> => {
      work(); // The first run compiles; everybody's does.
      const times: number[] = [];
      for (let run = 0; run < RUNS; run++) times.push(await time(work));
      report({ name: `diff/compare/${size}`, value: median(times), unit: 'ms', runs: RUNS, peer });
    };
    await measure(undefined, () => compareSides(joinProfiles(a, b), 'cpu', scale));
    await measure('nested objects', () => subtract(nestedA, nestedB));
  }
}

function reportClaims(report: Report): void {
  const rows = makeTable();
  console.error(`${printTable(rows)}\n${WHAT_IS_SHOWN}`);
  for (const { name, trial, outcome, planted } of rows) {
    const { samplesA, samplesB, clumping, normalization } = trial;
    const size = `${name}-${samplesA}-${samplesB}-${clumping.kind}-${clumping.size}-${normalization}`;
    const line = (what: string, part: number, peer?: string): void => {
      report({ name: `diff/${what}/${size}`, value: 100 * part, unit: '%', runs: outcome.pairs, peer });
    };
    line('false-self', outcome.falseSelf);
    line('false-total', outcome.falseTotal);
    line('false-total', outcome.falseIfIndependent, 'independent samples');
    line('false-check', outcome.falseChecks);
    for (const { share, found } of planted) line(`found-${(100 * share).toFixed(1)}`, found);
  }
}

/** What a viewer of nested nodes has, as d3-flame-graph and differential flame graphs take it. */
interface Nested {
  readonly total: number;
  readonly children: ReadonlyMap<string, Nested>;
}

function nest(profile: Profile): Nested {
  const { frames, stacks } = profile;
  const { total, sum } = computeCallTree(profile, profile.samples.states);
  const nodes = Array.from(total, (samples) => ({ total: samples, children: new Map<string, Nested>() }));
  const root = { total: sum, children: new Map<string, Nested>() };
  nodes.forEach((node, row) => {
    const caller = stacks.prefix[row] < 0 ? root : nodes[stacks.prefix[row]];
    caller.children.set(frames.name[stacks.frame[row]], node);
  });
  return root;
}

interface Difference {
  readonly name: string;
  readonly delta: number;
  readonly children: readonly Difference[];
}

const NOTHING: Nested = { total: 0, children: new Map() };

/** The union of both trees, with the difference of each node: no table of functions, no files, no uncertainty. */
function subtract(a: Nested, b: Nested, name = 'all'): Difference {
  const names = new Set([...a.children.keys(), ...b.children.keys()]);
  const children = [...names].map((child) =>
    subtract(a.children.get(child) ?? NOTHING, b.children.get(child) ?? NOTHING, child),
  );
  return { name, delta: b.total - a.total, children };
}
