// Runs a bundle of this checkout as if it were installed, and builds it first when the sources are newer.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildCorpus, buildIfStale } from './bundle.mjs';
import { root } from './node.mjs';

/**
 * Runs the bundle in this very process, so that its exit code, its streams and the signals it gets are its own.
 * Building prints to stderr only, and only what went wrong: stdout belongs to the bundle.
 * @param {string} bundle relative to the checkout
 * @param {string[]} args
 */
export async function runBundle(bundle, args) {
  const failures = await buildIfStale();
  if (failures.length > 0) {
    console.error(failures.join('\n'));
    process.exit(2);
  }
  runFile(bundle, args);
}

/**
 * Asks for every function of other people's projects; see test/corpus/main.ts.
 * @param {string[]} args
 */
export async function runCorpus(args) {
  const failure = await buildCorpus();
  if (failure !== '') {
    console.error(failure);
    process.exit(2);
  }
  runFile('out/corpus.js', args);
}

/**
 * @param {string} bundle
 * @param {string[]} args
 */
function runFile(bundle, args) {
  const file = join(root, bundle);
  process.argv = [process.execPath, file, ...args];
  createRequire(import.meta.url)(file);
}
