// The one entry behind every npm script: node src/build/run.mjs TASK [ARGUMENT…].
// It picks the Node, then dispatches; what a task does stands in the file that it is imported from.
import { ensureUsableNode, root } from './node.mjs';

/** @type {Record<string, (args: string[]) => Promise<void>>} */
const tasks = {
  build: async (args) => (await import('./bundle.mjs')).build(args),
  'build:bench': async (args) => (await import('./bundle.mjs')).buildBench(args),
  test: async (args) => (await import('./tests.mjs')).test(args),
  format: async (args) => (await import('./checks.mjs')).format(args),
  package: async (args) => (await import('./package.mjs')).packageExtension(args),
  burnline: async (args) => (await import('./checkout.mjs')).runBundle('dist/cli.js', args),
  bench: async (args) => (await import('./checkout.mjs')).runBundle('out/bench.js', args),
  corpus: async (args) => (await import('./checkout.mjs')).runCorpus(args),
  start: async (args) => (await import('./checkout.mjs')).runBundle('out/start.js', args),
};

await ensureUsableNode();
process.chdir(root);

const [name = '', ...args] = process.argv.slice(2);
const task = tasks[name];
if (!task) {
  console.error(`There is no task ${JSON.stringify(name)}; the tasks are ${Object.keys(tasks).join(', ')}.`);
  process.exit(2);
}
await task(args);
