import { parseArgs } from 'node:util';
import { activationScenario } from './activation-bench';
import { diffScenario } from './diff-bench';
import { agentScenario } from './agent-bench';
import { flameScenario } from './flame-bench';
import { importScenario } from './import-bench';
import { lensScenario } from './lens-bench';
import type { BenchOptions, Line, Scenario } from './measure';
import { median } from './measure';
import { benches } from './profile-bench';
import { scenarios } from './service-bench';

/**
 * `npm run bench [-- --only PREFIX] [--sizes A,B] [--peers A,B] [--runs N]`: one JSON object a line, `{"name","value","unit","runs","peer"?}`. Values are
 * medians. A line with `peer` is the same work done by somebody else in the same run, or the least that any solution
 * has to do; only the ratio of two such lines says something, never a time alone.
 */
const RUNS = 9;

const options = readOptions();
const wanted = options.only;

function report({ value, ...line }: Line): void {
  if (line.name.startsWith(wanted)) {
    const { name, unit, runs, peer } = line;
    console.log(
      JSON.stringify({ name, value: Number(value.toPrecision(4)), unit, runs, ...(peer && { peer }) }),
    );
  }
}

async function main(): Promise<void> {
  for (const { name, peer, prepare } of benches) {
    if (!name.startsWith(wanted)) continue;
    const run = prepare();
    run(); // The first run compiles; everybody's does.
    const times = Array.from({ length: RUNS }, () => time(run));
    report({ name, value: median(times), unit: 'ms', runs: RUNS, peer });
  }
  for (const scenario of [
    ...scenarios,
    diffScenario,
    agentScenario,
    importScenario,
    lensScenario,
    activationScenario,
    flameScenario,
  ]) {
    if (scenario.name.startsWith(wanted) || wanted.startsWith(scenario.name)) await measure(scenario);
  }
}

async function measure({ run }: Scenario): Promise<void> {
  const ends: (() => unknown)[] = [];
  try {
    await run(report, (end) => ends.unshift(end), options);
  } finally {
    for (const end of ends) {
      await end();
    }
  }
}

function readOptions(): BenchOptions {
  const { values } = parseArgs({
    options: Object.fromEntries(
      ['only', 'sizes', 'peers', 'runs'].map((name) => [name, { type: 'string' as const }]),
    ),
  });
  const list = (value: string | boolean | undefined) =>
    typeof value === 'string' ? value.split(',') : undefined;
  return {
    only: list(values.only)?.join(',') ?? '',
    sizes: list(values.sizes),
    peers: list(values.peers),
    runs: values.runs === undefined ? undefined : Number(values.runs),
  };
}

function time(run: () => unknown): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}

void main();
