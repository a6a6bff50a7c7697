import { spawnSync } from 'node:child_process';
import { errorMessage } from '../../src/base/error-message';
import { loadFlameData } from './flame-data';
import { judgeGoals } from './flame-goals';
import type { Measured, Quantity } from './flame-page';
import { QUANTITIES, measureViewer } from './flame-page';
import { OURS, startFlameServer } from './flame-server';
import type { BenchOptions, Scenario } from './measure';
import { median } from './measure';

/** All runs of one viewer on one profile. */
export interface ViewerRuns {
  readonly viewer: string;
  readonly size: string;
  readonly runs: readonly Measured[];
}

/**
 * The flame graph beside those of others, in one browser on the same profiles. `limits` is no viewer: it paints the
 * rectangles and labels that any viewer has to, and its latencies are those of the harness itself.
 */
const VIEWERS = ['limits', 'naive-canvas', 'd3-flame-graph', 'flamebearer', 'speedscope', 'ours'] as const;

/** Without `--only flame` the bench is to be over in minutes. */
const BRIEF = { viewers: ['limits', 'naive-canvas', 'ours'], sizes: ['100k'], runs: 1 };

const WHOLE = { viewers: VIEWERS, sizes: ['10k', '100k', 'goland', '1m'], runs: 3 };

/** Far beyond what the others bear. */
const ONLY_OURS = new Set(['10m']);

export const flameScenario: Scenario = {
  name: 'flame',
  run: async (report, defer, options) => {
    const plan = planOf(options);
    buildOurs();
    const server = await startFlameServer();
    defer(() => server.close());
    const all: ViewerRuns[] = [];
    for (const size of plan.sizes) {
      const data = loadFlameData(size);
      if (typeof data === 'string') {
        console.error(`flame on ${size} is skipped: ${data}`);
        continue;
      }
      server.serve(data);
      for (const viewer of plan.viewers) {
        if (ONLY_OURS.has(size) && viewer !== 'ours') continue;
        const runs = await repeat(plan.runs, () => measureViewer(viewer, server), `${viewer} on ${size}`);
        all.push({ viewer, size, runs });
        for (const quantity of QUANTITIES) {
          const value = medianOf(runs, quantity);
          if (value === undefined) continue;
          const unit = quantity.endsWith('-mb') ? 'MB' : 'ms';
          const peer = viewer === 'ours' ? undefined : viewer;
          report({ name: `flame/${quantity}/${size}`, value, unit, runs: runs.length, peer });
        }
      }
    }
    judgeGoals(all, report);
  },
};

function buildOurs(): void {
  const { status } = spawnSync(process.execPath, ['src/build/run.mjs', 'build:bench', OURS], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The page of the bench could not be built.');
}

function planOf({ only, sizes, peers, runs }: BenchOptions) {
  const usual = only === '' ? BRIEF : WHOLE;
  return { viewers: peers ?? usual.viewers, sizes: sizes ?? usual.sizes, runs: runs ?? usual.runs };
}

/** A viewer that breaks down is left out, and says so: the others are measured all the same. */
async function repeat(runs: number, measure: () => Promise<Measured>, what: string): Promise<Measured[]> {
  const results: Measured[] = [];
  for (let run = 0; run < runs; run++) {
    try {
      results.push(await measure());
    } catch (error) {
      console.error(`${what} broke down: ${errorMessage(error).split('\n')[0]}`);
    }
  }
  return results;
}

export function medianOf(runs: readonly Measured[], quantity: Quantity): number | undefined {
  const values = runs.map((run) => run[quantity]).filter((value) => value !== undefined);
  return values.length > 0 ? median(values) : undefined;
}
