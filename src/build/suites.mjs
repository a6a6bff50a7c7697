// The parts of `npm test` that run: which folders belong to a suite, bundling its files to out/, running them.
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';
import { buildIfStale, buildOne } from './bundle.mjs';
import { root } from './node.mjs';
import { exportedPages } from './pages.mjs';
import { runNode } from './processes.mjs';

/** @import { Outcome } from './tests.mjs' */

/**
 * Where a suite's files are, and the programs that run them. The first takes the bundled files as arguments and
 * writes the Outcome as JSON to the file that BURNLINE_REPORT names; the second, if any, it finds beside itself.
 * `lanes`: so many processes share the files; for suites whose files have nothing in common. `each`: one file a
 * process, taken by whichever lane is free; for suites whose files take minutes.
 * @type {Record<string, { tests: RegExp, programs: [string, ...string[]], lanes?: number, each?: boolean }>}
 */
export const suites = {
  // Whatever no other suite claims, so that no test file is left out.
  unit: { tests: /^test\/(?!(service|e2e|host|ui)\/)/, programs: ['test/harness/main.ts'], lanes: 2 },
  // Compares what was sampled with what was used, so that a busy machine would lead it astray.
  agent: { tests: /^test\/e2e\/known-hot-function\.test\.ts$/, programs: ['test/harness/main.ts'] },
  service: {
    tests: /^test\/(service|e2e)\/(?!known-hot-function)/,
    programs: ['test/harness/main.ts'],
    lanes: 2,
  },
  host: { tests: /^test\/host\//, programs: ['test/workbench/host-main.ts', 'test/workbench/host-entry.ts'] },
  ui: { tests: /^test\/ui\//, programs: ['test/workbench/ui-main.ts'], lanes: 2, each: true },
  electron: {
    tests: /^test\/host\//,
    programs: ['test/workbench/electron-main.ts', 'test/workbench/host-entry.ts'],
  },
};

/** Milliseconds after which a suite is taken for hung, so that the next one gets its turn. */
const suiteLimit = 14 * 60_000;

/**
 * @param {string} name a key of `suites`
 * @param {string[]} args paths that files must lie below, and `--grep TEXT`
 * @returns {Promise<Outcome>}
 */
export async function runSuite(name, args) {
  const { tests, programs, lanes = 1, each = false } = /** @type {typeof suites[string]} */ (suites[name]);
  const { grep, paths } = parse(args);
  const files = listTests().filter((file) => tests.test(file) && isBelow(paths, file));
  if (files.length === 0) {
    console.error(`No test file of ${name} is there${paths.length > 0 ? ` below ${paths.join(', ')}` : ''}.`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const brokenBundles = await buildIfStale();
  const { bundled, broken } = await bundleTests(files);
  for (const failure of [...brokenBundles, ...broken]) {
    console.error(failure);
  }
  const program = await bundleProgram(programs);
  // Most files have no test of that name, and a process that runs none reports a failure.
  const hands = grep === '' ? deal(bundled, each ? bundled.length : lanes) : [bundled];
  const outcome = { passed: 0, failed: brokenBundles.length + broken.length, skipped: 0 };
  await inLanes(lanes, hands, async (hand, index) => {
    const { passed, failed, skipped } = await runBundled(`${name}-${index}`, program, hand, grep);
    outcome.passed += passed;
    outcome.failed += failed;
    outcome.skipped += skipped;
  });
  return outcome;
}

/**
 * One by one into so many hands, none of them empty.
 * @param {string[]} files
 * @param {number} hands
 */
function deal(files, hands) {
  const all = Array.from({ length: hands }, (_, hand) => files.filter((_, place) => place % hands === hand));
  return all.filter((hand) => hand.length > 0);
}

/**
 * So many at a time, in their order.
 * @template T
 * @param {number} lanes
 * @param {T[]} items
 * @param {(item: T, index: number) => Promise<void>} work
 */
async function inLanes(lanes, items, work) {
  const waiting = items.entries();
  const lane = async () => {
    for (const [index, item] of waiting) {
      await work(item, index);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/**
 * @param {string} name
 * @param {string} program
 * @param {string[]} files bundled tests
 * @param {string} grep
 * @returns {Promise<Outcome>}
 */
async function runBundled(name, program, files, grep) {
  const report = join(root, 'out', 'reports', `${name}-${process.pid}.json`);
  mkdirSync(join(report, '..'), { recursive: true });
  const env = { BURNLINE_REPORT: report, BURNLINE_GREP: grep };
  const nodeArgs = ['--enable-source-maps'];
  const isGood = await runNode(program, files, { nodeArgs, env, timeout: suiteLimit });
  try {
    /** @type {unknown} */
    const written = JSON.parse(readFileSync(report, 'utf8'));
    const outcome = /** @type {Outcome} */ (written);
    return outcome.failed === 0 && !isGood ? { ...outcome, failed: 1 } : outcome;
  } catch {
    console.error(
      `The suite ${name} ended without a report: its process broke down, or was stopped after ${suiteLimit / 60_000} minutes.`,
    );
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(report, { force: true });
  }
}

/** @param {[string, ...string[]]} programs */
async function bundleProgram(programs) {
  const failure = await buildOne(testBundle(programs));
  if (failure !== '') {
    throw new Error(failure);
  }
  return bundledName(programs[0]);
}

/**
 * All files at once; when that fails, one by one, so that a file that does not compile does not hide the others.
 * @param {string[]} files
 */
async function bundleTests(files) {
  if ((await buildOne(testBundle(files))) === '') {
    return { bundled: files.map(bundledName), broken: [] };
  }
  const results = await Promise.all(
    files.map(async (file) => ({ file, failure: await buildOne(testBundle([file])) })),
  );
  return {
    bundled: results.filter(({ failure }) => failure === '').map(({ file }) => bundledName(file)),
    broken: results.map(({ failure }) => failure).filter((failure) => failure !== ''),
  };
}

/**
 * @param {string[]} entryPoints
 * @returns {import('esbuild').BuildOptions}
 */
function testBundle(entryPoints) {
  return {
    absWorkingDir: root,
    entryPoints,
    outbase: root,
    outdir: 'out',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    // Packages stay where they are: bundling the AWS SDK into every test file would cost more than running it.
    packages: 'external',
    loader: { '.css': 'empty', '.py': 'text', '.md': 'text' },
    plugins: [exportedPages],
    sourcemap: 'inline',
    logLevel: 'silent',
  };
}

/** @param {string} file */
const bundledName = (file) => `out/${file.replace(/\.ts$/, '.js')}`;

function listTests() {
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' });
  return files
    .map((file) => `test/${file.replaceAll(sep, '/')}`)
    .filter((file) => file.endsWith('.test.ts'))
    .sort();
}

/**
 * @param {string[]} paths
 * @param {string} file
 */
function isBelow(paths, file) {
  const folders = paths.map((path) => path.replace(/^\.\//, '').replace(/\/$/, ''));
  return folders.length === 0 || folders.some((path) => file === path || file.startsWith(`${path}/`));
}

/** @param {string[]} args */
function parse(args) {
  const at = args.indexOf('--grep');
  return at < 0 ? { grep: '', paths: args } : { grep: args[at + 1] ?? '', paths: args.toSpliced(at, 2) };
}
