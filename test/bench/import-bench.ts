import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { readCollapsed } from '../../src/profile/codec/collapsed';
import { loadFlameData } from './flame-data';
import type { Scenario } from './measure';
import { cpuTime, median, time } from './measure';

/** Imports of collapsed stacks in Node: in a browser speedscope's takes four seconds or twenty-five, as it happens. */
export const importScenario: Scenario = {
  name: 'flame-import',
  run: async (report, _defer, { only, sizes, runs }) => {
    // Speedscope takes most of a minute: not without being asked for.
    if (only === '') return;
    for (const size of sizes ?? ['100k', '1m']) {
      const data = loadFlameData(size);
      if (typeof data === 'string') {
        console.error(`flame-import on ${size} is skipped: ${data}`);
        continue;
      }
      const bytes = data.collapsed;
      const measure = async (work: () => unknown, peer?: string): Promise<number> => {
        const clock: number[] = [];
        const cpu: number[] = [];
        for (let run = 0; run < (runs ?? 3); run++) {
          cpu.push(await cpuTime(async () => clock.push(await time(work))));
        }
        report({ name: `flame-import/${size}`, value: median(clock), unit: 'ms', runs: clock.length, peer });
        report({
          name: `flame-import/${size}-cpu`,
          value: median(cpu),
          unit: 'ms',
          runs: clock.length,
          peer,
        });
        return median(cpu);
      };
      const ours = await measure(() => readCollapsed(bytes));
      const importThere = loadSpeedscope();
      const theirs = await measure(() => importThere(bytes), 'speedscope');
      report({
        name: `flame-import/goal-2/${size}-cpu`,
        value: ours / theirs,
        unit: `times, at most 0.2: ${ours <= 0.2 * theirs ? 'met' : 'MISSED'}`,
        runs: runs ?? 3,
        peer: 'speedscope',
      });
    }
  },
};

const RELEASE = 'node_modules/speedscope/dist/release';

/**
 * The importer out of the bundle that npm carries: all of it is run in a world without a page, up to where it would begin
 * to draw one. There is no other way in.
 */
function loadSpeedscope(): (bytes: Uint8Array) => Promise<unknown> {
  const file = readdirSync(RELEASE).find((name) => /^speedscope-\w+\.js$/.test(name)) ?? '';
  const code = readFileSync(join(RELEASE, file), 'utf8');
  const [, name] =
    /async function (\w+)\(\w+,\w+\)\{return\(await \w+\)\.importProfileGroupFromText\(/.exec(code) ?? [];
  const start = code.indexOf('console.log(`speedscope v');
  if (name === undefined || start < 0) throw new Error('This release of speedscope is built in another way.');
  // Anything that is asked of the page is another thing of which anything can be asked.
  const page: unknown = new Proxy(function nothing() {}, {
    get: (_, key) => (key === Symbol.toPrimitive ? () => '' : page),
    set: () => true,
    apply: () => page,
    construct: () => page as object,
  });
  const world: Record<string, unknown> = {
    console: { ...console, log: () => undefined },
    TextDecoder,
    TextEncoder,
    URL,
    performance,
    setTimeout,
  };
  for (const missing of [
    'self',
    'window',
    'document',
    'navigator',
    'location',
    'localStorage',
    'requestAnimationFrame',
  ]) {
    world[missing] = page;
  }
  createContext(world);
  runInContext(`${code.slice(0, start)}globalThis.importText=${name};return;${code.slice(start)}`, world);
  const importText = world.importText as (name: string, text: string) => Promise<unknown>;
  return async (bytes) => {
    const profile = await importText('profile.collapsed.txt', new TextDecoder().decode(bytes));
    if (!profile) throw new Error('speedscope did not read the profile.');
    return profile;
  };
}
