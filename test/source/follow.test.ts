import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { lineAfter } from '../../src/editor/line-map';
import { readCode, type ReadCode } from '../../src/source/fingerprint';
import { follow, type Followed } from '../../src/source/follow';
import { languageOfFile } from '../../src/source/languages';
import { createLocator } from '../../src/source/locate';
import type { Locator } from '../../src/source/location';
import { randomOf } from '../fixtures/random';
import type { CodeSymbol } from '../../src/source/symbols';
import { isTracked, MarkedText } from './marked-text';
import { EDITED_LANGUAGES, EDITS } from './random-edits';
import { workspaceOf } from './workspace';

let locator: Locator;

before(() => {
  locator = createLocator({ ...workspaceOf({}), wasmDir: resolve('dist') });
});
after(() => locator.dispose());

async function read(path: string, text: string): Promise<ReadCode> {
  return readCode(text, await locator.symbolsOf(path, text), languageOfFile(path)?.id ?? '');
}

describe('a function after an edit', () => {
  /** Prints `name state → line name` of every function that was measured, in the order in which they stood. */
  async function check(
    was: string,
    is: string,
    expected: readonly string[],
    path = '/ws/a.py',
  ): Promise<void> {
    const [before, after] = [await read(path, was), await read(path, is)];
    const printed = follow(before, after).flatMap((now, row) => {
      const { kind, qualifiedName } = before.symbols[row];
      if (kind === 'module') return [];
      return [
        `${qualifiedName} ${now ? `${now.state} → ${now.symbol.line} ${now.symbol.qualifiedName}` : 'gone'}`,
      ];
    });
    assert.deepEqual(printed, expected);
  }

  const TOTAL = `def total(lines):\n    found = [line.price for line in lines]\n    return sum(found) * 1.19\n`;
  const BEST = `def best(rules):\n    ranked = sorted(rules)\n    return ranked[0] if ranked else None\n`;
  const JAVA = (body: string) => `class Cart {\n${body}\n}\n`;

  it('is the same where nothing of it changed', async () => {
    await check(TOTAL, TOTAL, [
      'total exact → 1 total',
      'total.<locals>.<listcomp> exact → 2 total.<locals>.<listcomp>',
    ]);
    await check(BEST, `# one\n\n${BEST}`, ['best moved → 3 best']);
    await check(BEST + TOTAL, TOTAL + BEST, [
      'best moved → 4 best',
      'total moved → 1 total',
      'total.<locals>.<listcomp> moved → 2 total.<locals>.<listcomp>',
    ]);
  });

  it('has not changed when it was laid out anew, or a comment in it was', async () => {
    await check(BEST, BEST.replaceAll('    ', '\t').replace('sorted(rules)', 'sorted( rules )'), [
      'best exact → 1 best',
    ]);
    await check(BEST, BEST.replace('(rules)\n', '(\n        rules\n    )  # cheapest first\n'), [
      'best moved → 1 best',
    ]);
    await check(
      JAVA('int f(int a) { return a; }'),
      JAVA('int f(int a)\n{\n  /* as it is */\n  return a; // done\n}'),
      ['Cart moved → 1 Cart', 'Cart.f moved → 2 Cart.f'],
      '/ws/Cart.java',
    );
  });

  it('has changed when its code has', async () => {
    await check(BEST, BEST.replace('[0]', '[1]'), ['best changed → 1 best']);
    await check(
      'def f(a):\n    if a:\n        g()\n    h()\n',
      'def f(a):\n    if a:\n        g()\n        h()\n',
      ['f changed → 1 f'],
    );
  });

  it('has not changed when another one was put before it, the first of its class', async function () {
    // Three parsers are loaded.
    this.timeout(60_000);
    const methods = [
      'def go() {\n        one()\n        two()\n    }',
      'fun go() {\n        one()\n        two()\n    }',
    ];
    const texts = { 'A.groovy': methods[0], 'A.kt': methods[1], 'A.scala': methods[0] };
    for (const [file, go] of Object.entries(texts)) {
      const other = go.replace('go', 'other').replace('one', 'three');
      const is = `class A {\n    ${other}\n    ${go}\n}\n`;
      await check(`class A {\n    ${go}\n}\n`, is, ['A moved → 1 A', 'A.go moved → 6 A.go'], `/ws/${file}`);
    }
  });

  it('has not changed when a function inside of it has', async () => {
    const outer = (value: number) =>
      `def outer():\n    def inner():\n        return ${value}\n    return inner\n`;
    await check(outer(1), outer(2), [
      'outer exact → 1 outer',
      'outer.<locals>.inner changed → 2 outer.<locals>.inner',
    ]);
  });

  it('keeps its figure under another name, if its code is the same', async () => {
    await check(BEST, BEST.replace('best', 'cheapest'), ['best moved → 1 cheapest']);
    await check(BEST, BEST.replace('best', 'cheapest').replace('[0]', '[1]'), ['best changed → 1 cheapest']);
    await check(BEST, TOTAL, ['best gone']);
    await check(`class A:\n${indent(BEST)}`, `class B:\n${indent(BEST)}`, [
      'A moved → 1 B',
      'A.best moved → 2 B.best',
    ]);
  });

  it('is gone where two can be meant', async () => {
    const a = 'def a():\n    return 1\n';
    await check(`${a}${a.replace('a', 'b')}`, a.replace('a', 'c'), ['a gone', 'b gone']);
    await check(`${a}def b():\n    return 2\n`, 'def a():\n    return 2\n', ['a gone', 'b gone']);
  });

  const SEND = `def send(mails):\n    for mail in mails:\n        server.send(mail.to, mail.text)\n`;

  it('is gone where its name stands above other code', async () => {
    await check(BEST, 'def best():\n    import json\n    print(json.dumps(list(range(7))))\n', ['best gone']);
    await check(`${SEND}${BEST}`, `${SEND.replace('send', 'best')}${SEND}`, [
      'send moved → 4 send',
      'best gone',
    ]);
  });

  it('is gone where another one took its code in', async () => {
    const both = SEND.replace('send(mails)', 'post(mails)') + '    log(mails, sys.stderr)\n';
    await check(`def log_all(mails):\n    log(mails, sys.stderr)\n${SEND}`, both, [
      'log_all gone',
      'send gone',
    ]);
  });

  it('is gone while it stands in a text that is not closed', async () => {
    const copy = BEST.replace('best', 'copy');
    const [before, after] = [await read('/ws/a.py', BEST), await read('/ws/a.py', `${copy}x = """\n${BEST}`)];
    const [, best] = follow(before, after, [1, 5]);
    assert.equal(best, undefined);
  });

  it('is told from its overloads by their parameters', async () => {
    await check(
      JAVA('int f(int a) { return a; }\nint f(long a) { return 2; }'),
      JAVA('int f(long a) { return 3; }\nint f(int a) { return a; }'),
      ['Cart exact → 1 Cart', 'Cart.f moved → 3 Cart.f', 'Cart.f changed → 2 Cart.f'],
      '/ws/Cart.java',
    );
    await check(
      JAVA('int f(int a) { return a; }\nint f(long a) { return 2; }'),
      JAVA('int f(short a) { return 3; }\nint f(int a) { return a; }'),
      ['Cart exact → 1 Cart', 'Cart.f moved → 3 Cart.f', 'Cart.f gone'],
      '/ws/Cart.java',
    );
  });

  it('takes its lines with it', async () => {
    const [was, is] = [
      await read('/ws/a.py', BEST),
      await read('/ws/a.py', `import re\n\n${BEST.replace('\n    return', '\n    # first\n    return')}`),
    ];
    const now = follow(was, is)[1];
    assert.deepEqual(
      [1, 2, 3, 9].map((line) => now?.lineNow(line)),
      [3, 4, 6, 0],
    );
  });
});

/** Files of several languages, as people wrote them. */
function corpus(): readonly string[] {
  return ['test/fixtures/shop', 'test/fixtures/python', 'test/fixtures/java', 'test/fixtures/jvm']
    .flatMap((folder) => filesBelow(folder))
    .filter((file) => (languageOfFile(file)?.id ?? '') in EDITED_LANGUAGES && /\.\w+$/.test(file));
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => join(folder, file))
      .sort();
  } catch {
    return [];
  }
}

interface Outcome {
  survivors: number;
  kept: number;
  wrong: string[];
  misjudged: string[];
}

type Manner = 'seen' | 'seen at times' | 'unseen';

describe('symbols of a text that is being edited', function () {
  this.timeout(120_000);

  it('are those that the whole of it has when it is read at once', async () => {
    const [files, other] = [corpus(), createLocator({ ...workspaceOf({}), wasmDir: resolve('dist') })];
    for (const [seed, file] of files.entries()) {
      const random = randomOf(seed);
      const language = EDITED_LANGUAGES[languageOfFile(file)?.id ?? ''];
      const text = MarkedText.of(readFileSync(file, 'utf8'), []);
      for (let step = 0; step < 8; step++) {
        const symbols = await locator.symbolsOf(resolve(file), text.text);
        // Under a path of its own the text is seen for the first time.
        const path = join('/ws', String(seed), String(step), file);
        assert.deepEqual(symbols, await other.symbolsOf(path, text.text), `${file} ${step}`);
        const kinds = Object.keys(EDITS);
        const kind = kinds[Math.floor(random() * kinds.length)];
        EDITS[kind]({ text, symbols, language, random, fresh: () => `step_${seed}_${step}` });
      }
    }
    other.dispose();
  });
});

describe('functions through random edits', function () {
  this.timeout(1_200_000);

  /** What was renamed and rewritten while nobody looked cannot be known again: the price of never being wrong. */
  const LEAST: Readonly<Record<Manner, number>> = { seen: 0.99, 'seen at times': 0.99, unseen: 0.975 };

  /** So many for each manner; thousands, by hand, when something of it has changed. */
  const SEQUENCES = Number(process.env.BURNLINE_SEQUENCES ?? 200);

  for (const manner of ['seen', 'seen at times', 'unseen'] as const) {
    it(`keep their figures: edits ${manner}`, async () => {
      const files = corpus();
      const outcome: Outcome = { survivors: 0, kept: 0, wrong: [], misjudged: [] };
      for (let seed = 0; seed < SEQUENCES; seed++) {
        await replay(resolve(files[seed % files.length]), seed, manner, outcome);
      }
      const share = outcome.kept / outcome.survivors;
      // What a run is for, beside its outcome.
      // eslint-disable-next-line no-console
      console.log(
        `      ${SEQUENCES} sequences over ${files.length} files, edits ${manner}: ` +
          `${outcome.kept} of ${outcome.survivors} survivors kept (${(share * 100).toFixed(2)} %), ` +
          `${outcome.wrong.length} on a wrong function`,
      );
      assert.deepEqual(outcome.wrong, []);
      assert.deepEqual(outcome.misjudged, []);
      assert.ok(share >= LEAST[manner], `${share}`);
    });
  }
});

/** One file, a few edits, and a look at where every function is believed to be after each of them. */
async function replay(path: string, seed: number, manner: Manner, outcome: Outcome): Promise<void> {
  const random = randomOf(seed);
  const language = EDITED_LANGUAGES[languageOfFile(path)?.id ?? ''];
  const before = await read(path, readFileSync(path, 'utf8'));
  const text = MarkedText.of(before.text, before.symbols);
  const start = text.snapshot();
  const steps = 1 + Math.floor(random() * 6);
  let names = 0;
  let trail: readonly number[] = before.symbols.map(({ line }) => line);
  const done: string[] = [];
  for (let step = 0; step < steps; step++) {
    const { symbols } = await read(path, text.text);
    const kinds = Object.keys(EDITS);
    const kind = kinds[Math.floor(random() * kinds.length)];
    EDITS[kind]({ text, symbols, language, random, fresh: () => `fresh_${seed}_${names++}` });
    done.push(kind);
    const isLast = step === steps - 1;
    if (manner === 'unseen' && !isLast) continue;
    const edits = text.takeEdits();
    trail = trail.map((line) => lineAfter(edits, line));
    if (manner === 'seen at times' && !isLast && random() < 0.5) continue;
    const after = await read(path, text.text);
    const followed = follow(before, after, manner === 'unseen' ? undefined : trail);
    judge({ path, seed, done, before, after, followed, text }, outcome);
    trail = trail.map((line, row) => followed[row]?.symbol.line ?? line);
  }
  text.reload(start);
  const undone = follow(before, await read(path, text.text), trail);
  assert.ok(
    undone.every((now) => now?.state === 'exact'),
    `${path} ${seed}: undone is exact`,
  );
}

interface Judged {
  readonly path: string;
  readonly seed: number;
  readonly done: readonly string[];
  readonly before: ReadCode;
  readonly after: ReadCode;
  readonly followed: readonly (Followed | undefined)[];
  readonly text: MarkedText;
}

function judge(judged: Judged, outcome: Outcome): void {
  const { before, after, followed, text } = judged;
  before.symbols.forEach((symbol, row) => {
    if (!isTracked(symbol)) return;
    const line = text.lineOf(row);
    const truth = after.symbols.filter((one) => isTracked(one) && one.line === line);
    const now = followed[row];
    const story = `${judged.path} ${judged.seed} ${symbol.qualifiedName}: ${judged.done.join(', ')}`;
    const isTold = truth.length > 0 && (now !== undefined || !hasTwins(after, truth[0]));
    if (isTold) outcome.survivors++;
    if (now === undefined) return;
    const isKept = truth.includes(now.symbol) || isTwin(before, row, after, now);
    if (truth.length > 0 && isKept) outcome.kept++;
    // Deleted, or within a text that somebody has not closed yet.
    const isHeir = truth.length === 0 && text.linesOfCopies(row).includes(now.symbol.line);
    if (!isKept && !isHeir) outcome.wrong.push(`${story} → ${now.symbol.line} ${now.symbol.qualifiedName}`);
    const verdicts = ['head', 'all'].map((names) => sameCode(before, symbol, after, now.symbol, names));
    // Where a function calls itself, the two ways to leave its name out of account differ.
    if (verdicts[0] !== verdicts[1] || hasInner(before, symbol) || hasInner(after, now.symbol)) return;
    // Functions that share a line are all called changed when one is.
    if (!verdicts[0] && now.state !== 'changed') outcome.misjudged.push(`${now.state} ${story}`);
  });
}

/** Nobody who did not see the edits can tell which of the two it is. */
function hasTwins(after: ReadCode, symbol: CodeSymbol): boolean {
  return after.symbols.some(
    (one) =>
      one !== symbol && one.qualifiedName === symbol.qualifiedName && sameCode(after, one, after, symbol),
  );
}

/** Not the function itself, and what nobody can tell from it: the same code, and no other such function was deleted. */
function isTwin(before: ReadCode, row: number, after: ReadCode, { symbol }: Followed): boolean {
  return sameCode(before, before.symbols[row], after, symbol);
}

function hasInner({ symbols }: ReadCode, outer: { firstLine: number; endLine: number }): boolean {
  return symbols.some(
    (one) =>
      one !== outer && isTracked(one) && one.firstLine >= outer.firstLine && one.endLine <= outer.endLine,
  );
}

function sameCode(
  before: ReadCode,
  was: CodeSymbol,
  after: ReadCode,
  is: CodeSymbol,
  names = 'all',
): boolean {
  return codeOf(before, was, names) === codeOf(after, is, names);
}

/** Without comments of a line of their own, white space and its own name: what the edits leave alone, by other means. */
function codeOf({ text }: ReadCode, { name, line, firstLine, endLine }: CodeSymbol, names: string): string {
  const own = new RegExp(`(?<!\\w)${name.replace(/\W/g, String.raw`\$&`)}(?!\\w)`, 'g');
  return text
    .split('\n')
    .map((one, i) => (names === 'all' || i + 1 === line ? one.replace(own, '@') : one))
    .slice(firstLine - 1, endLine)
    .filter((one) => !/^\s*(#|\/\/)/.test(one))
    .join('\n')
    .replace(/\s/g, '');
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}
