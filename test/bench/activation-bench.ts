import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Activation } from './activation-task';
import type { Scenario } from './measure';
import { median } from './measure';

/** What it costs every window that the extension is there: its file, and `activate`, in a fresh process each time. */
export const activationScenario: Scenario = {
  name: 'activation',
  run: async (report, _, { runs = 25 }) => {
    const all: Activation[] = [];
    for (let run = 0; run < runs; run++) all.push(await activateOnce());
    const line = (name: string, of: (one: Activation) => number) =>
      report({ name: `activation/${name}`, value: median(all.map(of)), unit: 'ms', runs });
    line('own', ({ load, activate }) => load + activate);
    line('load', ({ load }) => load);
    line('activate', ({ activate }) => activate);
    line('cpu', ({ cpu }) => cpu);
    line('builtins-cpu', ({ builtins }) => builtins);
  },
};

/** @throws where it does not activate */
export async function activateOnce(): Promise<Activation> {
  const { stdout } = await promisify(execFile)(process.execPath, ['out/bench-activation-task.js']);
  return JSON.parse(stdout) as Activation;
}
