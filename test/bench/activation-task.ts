import childProcess from 'node:child_process';
import Module from 'node:module';
import { resolve } from 'node:path';
import workers from 'node:worker_threads';
import { stubOfContext, stubOfVscode } from './vscode-stub';

/**
 * Loads dist/extension.js in a process that has loaded nothing else, activates it, and says what that took, as one line
 * of JSON. A process of its own because what is loaded once is loaded.
 */
export interface Activation {
  /** Milliseconds: reading, compiling and running the file, then `activate`. */
  readonly load: number;
  readonly activate: number;
  /** Milliseconds of a processor that the thread took for both. */
  readonly cpu: number;
  /** The same for modules of Node's own, counted in neither: an extension host has loaded them for itself. */
  readonly builtins: number;
  /** What was loaded beside the file itself: files, and packages by name; Node's own are left out. */
  readonly loaded: readonly string[];
  /** Threads and processes that were started. */
  readonly started: readonly string[];
}

/** Milliseconds. */
interface Spent {
  readonly clock: number;
  readonly cpu: number;
}

interface Loader {
  _load: (this: unknown, request: string, ...rest: unknown[]) => unknown;
}

const SCRIPT = resolve('dist', 'extension.js');

const loaded: string[] = [];
const started: string[] = [];
const vscode = stubOfVscode();
const loader = Module as unknown as Loader;
const load = loader._load;
let builtins: Spent = { clock: 0, cpu: 0 };
loader._load = function (request, ...rest) {
  if (request === 'vscode') return vscode;
  if (!Module.isBuiltin(request)) {
    if (request !== SCRIPT) loaded.push(request);
    return load.call(this, request, ...rest);
  }
  const before = now();
  const found = load.call(this, request, ...rest);
  builtins = add(builtins, since(before));
  return found;
};
// Whoever starts something has said enough; it need not run.
const refuse = (what: string) =>
  function (script: unknown): never {
    started.push(`${what} ${String(script)}`);
    throw new Error(`${what} ${String(script)} is not needed to activate`);
  };
Object.assign(workers, { Worker: refuse('Worker') });
Object.assign(childProcess, { spawn: refuse('spawn'), fork: refuse('fork'), execFile: refuse('execFile') });

const before = now();
// eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded as VS Code does
const extension = require(SCRIPT) as { activate(context: object): unknown };
const loadTime = since(before).clock;
extension.activate(stubOfContext(resolve('.')));
const all = since(before);

// What is put off until the thread is free belongs to it as well.
setImmediate(() => {
  const found: Activation = {
    load: loadTime - builtins.clock,
    activate: all.clock - loadTime,
    cpu: all.cpu - builtins.cpu,
    builtins: builtins.cpu,
    loaded,
    started,
  };
  process.stdout.write(`${JSON.stringify(found)}\n`, () => process.exit(0));
});

function now(): Spent {
  const { user, system } = process.threadCpuUsage();
  return { clock: performance.now(), cpu: (user + system) / 1000 };
}

function since({ clock, cpu }: Spent): Spent {
  const { clock: clockNow, cpu: cpuNow } = now();
  return { clock: clockNow - clock, cpu: cpuNow - cpu };
}

function add(a: Spent, b: Spent): Spent {
  return { clock: a.clock + b.clock, cpu: a.cpu + b.cpu };
}
