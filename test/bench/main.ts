import { benches } from './profile-bench';

/**
 * `npm run bench [-- --only PREFIX]`: one JSON object a line, `{"name","value","unit","runs","peer"?}`. Values are
 * medians. A line with `peer` is the same work done by somebody else in the same run, or the least that any solution
 * has to do; only the ratio of two such lines says something, never a time alone.
 */
const RUNS = 9;

const only = process.argv[process.argv.indexOf('--only') + 1];
const wanted = process.argv.includes('--only') ? only : '';
for (const { name, peer, prepare } of benches) {
  if (!name.startsWith(wanted)) continue;
  const run = prepare();
  run(); // The first run compiles; everybody's does.
  const times = Array.from({ length: RUNS }, () => time(run)).sort((a, b) => a - b);
  const value = Number(times[(RUNS - 1) / 2].toFixed(3));
  console.log(JSON.stringify({ name, value, unit: 'ms', runs: RUNS, ...(peer && { peer }) }));
}

function time(run: () => unknown): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}
