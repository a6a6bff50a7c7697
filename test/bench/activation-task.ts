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
  /** Milliseconds: reading and compiling the file, then `activate`. */
  readonly load: number;
  readonly activate: number;
  /** Milliseconds on a processor, both together, with what other threads of the process did for them. */
  readonly cpu: number;
  /** What was loaded beside the file itself: files, and packages by name; Node's own are left out. */
  readonly loaded: readonly string[];
  /** Threads and processes that were started. */
  readonly started: readonly string[];
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
loader._load = function (request, ...rest) {
  if (request === 'vscode') return vscode;
  if (!Module.isBuiltin(request) && request !== SCRIPT) loaded.push(request);
  return load.call(this, request, ...rest);
};
// Whoever starts something has said enough; it need not run.
const refuse = (what: string) =>
  function (script: unknown): never {
    started.push(`${what} ${String(script)}`);
    throw new Error(`${what} ${String(script)} is not needed to activate`);
  };
Object.assign(workers, { Worker: refuse('Worker') });
Object.assign(childProcess, { spawn: refuse('spawn'), fork: refuse('fork'), execFile: refuse('execFile') });

const before = { clock: performance.now(), cpu: process.cpuUsage() };
// eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded as VS Code does
const extension = require(SCRIPT) as { activate(context: object): unknown };
const compiled = performance.now();
extension.activate(stubOfContext(resolve('.')));
const activated = performance.now();
const { user, system } = process.cpuUsage(before.cpu);

// What is put off until the thread is free belongs to it as well.
setImmediate(() => {
  const found: Activation = {
    load: compiled - before.clock,
    activate: activated - compiled,
    cpu: (user + system) / 1000,
    loaded,
    started,
  };
  process.stdout.write(`${JSON.stringify(found)}\n`, () => process.exit(0));
});
