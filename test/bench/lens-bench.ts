import { resolve } from 'node:path';
import { FollowedText } from '../../src/editor/followed-text';
import { functionTotalsOf, hottestOf } from '../../src/focus/figures';
import type { LoadedProfile } from '../../src/focus/loaded-profile';
import { createSourceThread } from '../../src/host/source-thread';
import { ProfileBuilder } from '../../src/profile/builder';
import type { Profile } from '../../src/profile/tables';
import { createFrameLocator } from '../../src/source/frame-locator';
import type { Locator } from '../../src/source/location';
import { loadedOf } from '../focus/loaded';
import type { Defer, Report, Scenario } from './measure';
import { busyTime, median, quantile, time } from './measure';

const ROOT = resolve('/ws');
const LINES = 5_000;
const FRAMES = 50_000;
const KEYS = 200;
const PAUSES = 5;
const WARM_UPS = 3;

/**
 * What lenses cost in a file of 5,000 lines under a profile of 50,000 frames: opening it with a parser that is loaded
 * and figures that were computed with the profile, as they are in the editor; one key; the look at the text when the
 * typing pauses. Lines with `-host` are what the extension host's thread takes of a processor for it.
 */
export const lensScenario: Scenario = {
  name: 'lens',
  run: async (report, defer, { runs = 15 }) => {
    // The thread that parses lets a process end that has nothing else to do.
    const waiting = setInterval(() => undefined, 60_000);
    defer(() => clearInterval(waiting));
    await reportMemory(report, defer);
    for (const [language, file] of Object.entries({ python: python(), java: java() })) {
      const path = resolve(ROOT, `module.${language === 'python' ? 'py' : 'java'}`);
      const locator = locatorOf(path, file.text);
      defer(() => locator.dispose());
      const loaded = loadedOf(file.profile);
      hottestOf(functionTotalsOf(loaded.profile, 'cpu'), 'total');
      const times = new Map<string, number[]>();
      const note = (name: string, ...values: readonly number[]): void => {
        times.set(name, [...(times.get(name) ?? []), ...values]);
      };
      for (let run = -WARM_UPS; run < runs; run++) {
        // The parser is loaded and its code compiled before anybody is kept waiting.
        if (run === 0) times.clear();
        await forgetTrees(locator, path, run);
        let text = `${file.text}\n${language === 'python' ? '#' : '//'} ${run}\n`;
        const options = { locator, path, textNow: () => text, roots: () => [ROOT], minimumShare: 0.0005 };
        const followed = new FollowedText(options);
        const opened = await busyTime(() => open(followed, loaded, text));
        note('open', opened.elapsed);
        note('open-host', opened.busy);
        note('open-cpu', opened.all);
        if (followed.annotations.length === 0) throw new Error('There is nothing to see.');
        // Closed and opened again, or read before as frames of the profile were looked for.
        const known = await busyTime(() => open(new FollowedText(options), loaded, text));
        note('open-known', known.elapsed);
        note('open-known-host', known.busy);
        note('key', ...(await keysIn(followed)));
        for (let pause = 0; pause < PAUSES; pause++) {
          text = text.replace('return', `\n    return`);
          const settled = await busyTime(() => followed.settle());
          note('settle', settled.elapsed);
          note('settle-host', settled.busy);
        }
      }
      for (const [name, all] of times) {
        report({ name: `lens/${name}/${language}`, value: median(all), unit: 'ms', runs: all.length });
        const worst = { name: `lens/${name}-p99/${language}`, value: quantile(all, 0.99), unit: 'ms' };
        if (name === 'key') report({ ...worst, runs: all.length });
      }
    }
  },
};

/** What the process holds, of all its threads, after so many files were opened and typed in, in MB above what it began with. */
async function reportMemory(report: Report, defer: Defer): Promise<void> {
  const { text } = java();
  const locator = locatorOf('', text);
  defer(() => locator.dispose());
  const open = async (file: number): Promise<void> => {
    const path = resolve(ROOT, String(file), 'module.java');
    const mine = `${text}// ${file}\n`;
    const { length } = await locator.symbolsOf(path, mine);
    const before = [{ text: mine, trail: undefined, rows: Array.from({ length }, (_, row) => row) }];
    for (const edit of ['// 1\n', '// 2\n']) await locator.follow({ path, before, now: mine + edit });
  };
  await open(0);
  const began = process.memoryUsage().rss;
  for (let file = 1; file <= 60; file++) {
    await open(file);
    if (file % 20 > 0) continue;
    const value = (process.memoryUsage().rss - began) / 1e6;
    report({ name: `lens/memory/${file}-files`, value, unit: 'MB', runs: 1 });
  }
}

/** Parses on another thread, as the extension does. */
function locatorOf(path: string, text: string): Locator {
  return createFrameLocator({
    reader: createSourceThread(resolve('dist', 'source-thread.js')),
    readFile: async () => ({ text }),
    findFiles: async () => [path],
    filesIn: async () => [],
  });
}

/** Trees are kept of the last four files: after as many others, a text is read from its start. */
async function forgetTrees(locator: Locator, path: string, run: number): Promise<void> {
  for (const other of ['a', 'b', 'c', 'd']) await locator.symbolsOf(`${other}${path}`, `x = ${run};\n`);
}

async function keysIn(followed: FollowedText): Promise<number[]> {
  const keys: number[] = [];
  for (let key = 0; key < KEYS; key++) {
    keys.push(
      await time(() => {
        followed.edited([{ line: 10 + key, removed: 0, added: key % 2, keepsFirst: true }]);
        return followed.annotations.length;
      }),
    );
  }
  return keys;
}

function open(followed: FollowedText, loaded: LoadedProfile, text: string): Promise<void> {
  const texts = [{ text, what: 'the bench', isKnown: true }];
  return followed.measure(loaded, 'cpu', texts, new AbortController().signal);
}

interface Subject {
  readonly text: string;
  readonly profile: Profile;
}

/** Classes of ten methods of nine lines; a hundred of the functions are hot. */
function python(): Subject {
  const methods = Array.from({ length: LINES / 10 }, (_, i) =>
    [
      ...(i % 10 === 0 ? [`class C${i / 10}:`] : ['']),
      `    def method_${i}(self, first, second=None):`,
      `        found = [one.price * ${i} for one in first if one is not None]`,
      `        for position, value in enumerate(found):`,
      `            if value > second and position % 3 == ${i % 3}:`,
      `                found[position] = self.other_${i}(value, key=lambda one: one.name)`,
      `        total = sum(found) + len(first) * 1.19  # with tax`,
      `        text = f"total is {total:.2f} of {len(found)}"`,
      `        self.log.info(text, extra={"method": "method_${i}", "total": total})`,
      `        return total`,
    ].join('\n'),
  );
  const frameOf = (i: number): [string, string, number] => [
    `module:C${Math.floor(i / 10)}:method_${i}`,
    '/ws/module.py',
    i * 10 + 9,
  ];
  return {
    text: methods.join('\n'),
    profile: profileOf(frameOf, (i) => [`shop.lib${i % 300}:f${i}`, `/srv/shop/lib${i % 300}.py`]),
  };
}

function java(): Subject {
  const methods = Array.from({ length: LINES / 10 - 1 }, (_, i) =>
    [
      `  double method${i}(List<Item> first, double second) {`,
      `    List<Double> found = first.stream().map(one -> one.price() * ${i}).toList();`,
      `    double total = 0;`,
      `    for (double value : found) {`,
      `      if (value > second && total % 3 == ${i % 3}) {`,
      `        total += other${i}(value, "method${i}"); // with tax`,
      `      }`,
      `    }`,
      `    return total * 1.19;`,
      `  }`,
    ].join('\n'),
  );
  const text = `package shop;\n\nimport java.util.List;\n\nclass module {\n${methods.join('\n')}\n}\n`;
  const frameOf = (i: number): [string, string, number] => [
    `shop.module.method${i}`,
    'module.java',
    i * 10 + 9,
  ];
  return { text, profile: profileOf(frameOf, (i) => [`shop.lib${i % 300}.Lib${i}.call`, `Lib${i}.java`]) };
}

/** The hundred hot functions call all the others, in stacks of twenty frames. */
function profileOf(
  hot: (i: number) => [name: string, file: string, line: number],
  other: (i: number) => [name: string, file: string],
): Profile {
  const builder = new ProfileBuilder();
  for (let i = 0; i < FRAMES / 20; i++) {
    const [name, file, line] = hot((i % 100) * 4);
    let row = builder.stack(-1, builder.frame(name, file), line);
    for (let depth = 0; depth < 20; depth++) {
      row = builder.stack(row, builder.frame(...other(i * 20 + depth)), 10 + depth);
    }
    builder.sample(row, 'RUNNABLE', 1 + (i % 7));
  }
  return builder.finish({
    start: 0,
    end: 300_000,
    profileCount: 1,
    agent: { type: 'bench', version: '' },
    runtimeVersion: '',
    fleet: [],
  });
}
