import { resolve } from 'node:path';
import { FollowedText } from '../../src/editor/followed-text';
import { functionTotalsOf, hottestOf } from '../../src/focus/figures';
import type { LoadedProfile } from '../../src/focus/loaded-profile';
import { ProfileBuilder } from '../../src/profile/builder';
import type { Profile } from '../../src/profile/tables';
import { createLocator } from '../../src/source/locate';
import { loadedOf } from '../focus/loaded';
import type { Scenario } from './measure';
import { median, quantile, time } from './measure';

const ROOT = resolve('/ws');
const LINES = 5_000;
const FRAMES = 50_000;
const KEYS = 200;

/**
 * What lenses cost in a file of 5,000 lines under a profile of 50,000 frames: opening it with a parser that is loaded
 * and figures that were computed with the profile, as they are in the editor; one key; the look at the text when the
 * typing pauses.
 */
export const lensScenario: Scenario = {
  name: 'lens',
  run: async (report, defer, { runs = 9 }) => {
    for (const [language, file] of Object.entries({ python: python(), java: java() })) {
      const path = resolve(ROOT, `module.${language === 'python' ? 'py' : 'java'}`);
      const access = { readFile: async () => ({ text: file.text }), findFiles: async () => [path] };
      const locator = createLocator({ ...access, wasmDir: resolve('dist') });
      defer(() => locator.dispose());
      // The parser is loaded and its code compiled before anybody is kept waiting.
      await locator.symbolsOf(path, java().text.slice(0, 2_000));
      await locator.symbolsOf(path, `${file.text}\n`);
      const loaded = loadedOf(file.profile);
      hottestOf(functionTotalsOf(loaded.profile, 'cpu'), 'total');
      let others = 0;
      const opened: number[] = [];
      const settled: number[] = [];
      const keys: number[] = [];
      for (let run = 0; run < runs; run++) {
        // Another text each time, and no tree of the last: none of it is known.
        for (const other of ['a', 'b', 'a', 'b']) {
          await locator.symbolsOf(`${other}${path}`, `x${others++} = 1;\n`);
        }
        let text = `${file.text}\n${language === 'python' ? '#' : '//'} ${run}\n`;
        const options = { locator, path, textNow: () => text, roots: () => [ROOT], minimumShare: 0.0005 };
        const followed = new FollowedText(options);
        opened.push(await time(() => open(followed, loaded, text)));
        if (followed.annotations.length === 0) throw new Error('There is nothing to see.');
        for (let key = 0; key < KEYS; key++) {
          keys.push(
            await time(() => {
              followed.edited([{ line: 10 + key, removed: 0, added: key % 2, keepsFirst: true }]);
              return followed.annotations.length;
            }),
          );
        }
        text = text.replace('return', '\n    return');
        settled.push(await time(() => followed.settle()));
      }
      report({ name: `lens/open/${language}`, value: median(opened), unit: 'ms', runs });
      report({ name: `lens/key/${language}`, value: median(keys), unit: 'ms', runs: keys.length });
      report({
        name: `lens/key-p99/${language}`,
        value: quantile(keys, 0.99),
        unit: 'ms',
        runs: keys.length,
      });
      report({ name: `lens/settle/${language}`, value: median(settled), unit: 'ms', runs });
    }
  },
};

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
