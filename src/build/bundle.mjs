// Sources to dist/: one bundle per process that will run it. Tests are bundled by tests.mjs.
import { cpSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build as bundle, context, formatMessages } from 'esbuild';
import { root } from './node.mjs';
import { exportedPages } from './pages.mjs';

/** @import { BuildFailure, BuildOptions, Plugin } from 'esbuild' */

/**
 * Bundles of their own, read from disk when they are first imported by `await import(…)`: a window that shows what it has
 * on disk never needs the SDK, and local use never needs the AWS credential providers, which are larger than all else.
 * @type {Readonly<Record<string, string>>}
 */
const APART = { providers: 'aws-providers.js', gateway: 'aws-gateway.js' };

/** @type {Plugin} */
const apart = {
  name: 'apart',
  setup(build) {
    build.onResolve({ filter: /\/(providers|gateway)$/ }, ({ kind, path, resolveDir }) => {
      const file = APART[basename(path)];
      const isOurs = resolve(resolveDir, path) === join(root, 'src', 'aws', basename(path));
      return kind === 'dynamic-import' && isOurs ? { path: `./${file}`, external: true } : undefined;
    });
  },
};

/**
 * One view of VS Code's API for all files. Each would make its own otherwise, of two hundred names: half of what activating
 * the extension took.
 * @type {Plugin}
 */
const vscodeOnce = {
  name: 'vscode-once',
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, ({ namespace, path }) =>
      namespace === 'vscode-once' ? { path, external: true } : { path, namespace: 'vscode-once' },
    );
    build.onLoad({ filter: /^/, namespace: 'vscode-once' }, () => ({ contents: `export * from 'vscode';` }));
  },
};

/** @type {BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  sourcemap: true,
  logLevel: 'silent',
  legalComments: 'eof',
  plugins: [exportedPages],
};

/** @type {BuildOptions} */
const forNode = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  // What the extension host of the lowest VS Code of package.json `engines` is.
  target: 'node22',
  // The package's ES entry finds its wasm by import.meta.url, which is empty in a CommonJS bundle.
  alias: { 'web-tree-sitter': join(root, 'node_modules', 'web-tree-sitter', 'web-tree-sitter.cjs') },
  plugins: [apart, exportedPages, vscodeOnce],
};

/** @type {BuildOptions} */
const forPage = { ...shared, platform: 'browser', format: 'iife', target: 'chrome138' };

/** @type {(BuildOptions & { entryPoints: [string], outfile: string })[]} */
const bundles = [
  { ...forNode, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js' },
  { ...forNode, entryPoints: ['src/aws/gateway.ts'], outfile: 'dist/aws-gateway.js' },
  { ...forNode, entryPoints: ['src/aws/providers.ts'], outfile: 'dist/aws-providers.js' },
  { ...forNode, entryPoints: ['src/service/main.ts'], outfile: 'dist/service.js' },
  { ...forNode, entryPoints: ['src/service/engine/thread.ts'], outfile: 'dist/service-thread.js' },
  { ...forNode, entryPoints: ['src/reading/thread.ts'], outfile: 'dist/profile-thread.js' },
  { ...forNode, entryPoints: ['src/source/thread.ts'], outfile: 'dist/source-thread.js' },
  {
    ...forNode,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    banner: { js: '#!/usr/bin/env node' },
  },
  // Not shipped: they need the checkout around them.
  { ...forNode, entryPoints: ['src/start/main.ts'], outfile: 'out/start.js', packages: 'external' },
  { ...forNode, entryPoints: ['test/bench/main.ts'], outfile: 'out/bench.js', packages: 'external' },
  { ...forNode, entryPoints: ['test/bench/agent-task.ts'], outfile: 'out/bench-agent-task.js' },
  { ...forNode, entryPoints: ['test/bench/activation-task.ts'], outfile: 'out/bench-activation-task.js' },
  { ...forPage, entryPoints: ['webview/flame/main.ts'], outfile: 'dist/flame.js' },
  { ...forPage, entryPoints: ['webview/compare/main.ts'], outfile: 'dist/compare.js' },
  // A worker of both pages.
  { ...forPage, entryPoints: ['webview/graph/engine-worker.ts'], outfile: 'dist/engine.js' },
];

/** Files that run or are read as they are. */
const copied = [
  'node_modules/web-tree-sitter/web-tree-sitter.wasm',
  'node_modules/tree-sitter-python/tree-sitter-python.wasm',
  'node_modules/tree-sitter-java/tree-sitter-java.wasm',
  'node_modules/@tree-sitter-grammars/tree-sitter-kotlin/tree-sitter-kotlin.wasm',
  'node_modules/tree-sitter-scala/tree-sitter-scala.wasm',
  'node_modules/@vscode/codicons/dist/codicon.css',
  'node_modules/@vscode/codicons/dist/codicon.ttf',
  'src/agent/launcher/burnline_launch.py',
];

/**
 * `build [--production] [--watch]`
 * @param {string[]} args
 */
export async function build(args) {
  if (args.includes('--watch')) {
    return watch();
  }
  const failures = await buildAll({ production: args.includes('--production') });
  if (failures.length > 0) {
    console.error(failures.join('\n'));
    process.exit(1);
  }
}

/**
 * Builds every bundle, each on its own: one that fails leaves the others built.
 * @param {{ production?: boolean, into?: string }} [options] `into` is the folder that gets a dist/
 * @returns {Promise<string[]>} what failed, one text per bundle
 */
export async function buildAll({ production = false, into = '.' } = {}) {
  copyFiles(into);
  const options = production ? { minify: true, sourcemap: false } : {};
  const failures = await Promise.all(
    bundles.map((one) => buildOne({ ...one, ...options, outfile: join(into, one.outfile) })),
  );
  return failures.filter((failure) => failure !== '');
}

/**
 * `build:bench [FOLDER]`: the flame graph panel as it ships, and bench.html beside it, which shows it without VS Code.
 * Not part of a build, and not shipped.
 * @param {string[]} args
 */
export async function buildBench([into = '.']) {
  copyFiles(into);
  const page = { ...forPage, entryPoints: ['webview/bench/main.ts'], outfile: 'dist/bench.js' };
  const shown = bundles.filter(({ outfile }) => ['dist/flame.js', 'dist/engine.js'].includes(outfile));
  const failures = await Promise.all(
    [...shown, page].map((one) =>
      buildOne({ ...one, minify: true, sourcemap: false, outfile: join(into, one.outfile) }),
    ),
  );
  cpSync('webview/bench/bench.html', join(into, 'dist', 'bench.html'));
  if (failures.some((failure) => failure !== '')) {
    console.error(failures.join('\n'));
    process.exit(1);
  }
}

/** The program of `npm run corpus`, which needs none of the others: it is for the time when one of them does not build. */
export async function buildCorpus() {
  copyFiles('.');
  return buildOne({
    ...forNode,
    entryPoints: ['test/corpus/main.ts'],
    outfile: 'out/corpus.js',
    packages: 'external',
  });
}

/** Builds when a source is newer than what was built of it; otherwise costs a walk over the sources. */
export async function buildIfStale() {
  const outputs = bundles.map(({ outfile }) => modifiedAt(outfile));
  const built = Math.min(...outputs);
  const changed = Math.max(
    ...['src', 'webview', 'test/workbench', 'test/bench', 'package-lock.json'].map(newestIn),
  );
  return changed < built ? [] : buildAll();
}

async function watch() {
  copyFiles('.');
  for (const options of bundles) {
    await (await context({ ...options, logLevel: 'info' })).watch();
  }
  console.log('Watching; Ctrl+C ends it.');
}

/**
 * @param {BuildOptions} options
 * @returns {Promise<string>} the compiler's messages, or '' when it succeeded
 */
export async function buildOne(options) {
  try {
    await bundle(options);
    return '';
  } catch (error) {
    const { errors } = /** @type {BuildFailure} */ (error);
    return (await formatMessages(errors, { kind: 'error', color: process.stderr.isTTY })).join('');
  }
}

/** @param {string} into */
function copyFiles(into) {
  mkdirSync(join(into, 'dist'), { recursive: true });
  for (const file of copied) {
    cpSync(file, join(into, 'dist', basename(file)));
  }
}

/**
 * @param {string} path a file, or a folder that is walked
 * @returns {number} milliseconds since the epoch of the newest file
 */
function newestIn(path) {
  if (!statSync(path).isDirectory()) {
    return modifiedAt(path);
  }
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return files.reduce((newest, file) => Math.max(newest, modifiedAt(join(path, file))), 0);
}

/** @param {string} file */
function modifiedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
