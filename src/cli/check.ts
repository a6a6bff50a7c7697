import type { FunctionChange } from '../profile/compare';
import { computeFunctionTotals, frameRef } from '../profile/hot-spots';
import { share } from '../profile/share';
import { LEVEL } from '../profile/significance';
import type { FrameRef } from '../profile/tables';
import { onlyOne, oneOf, readArguments } from './arguments';
import type { Regression, Verdict } from './check-report';
import { asMarkdown, asSarif, asText } from './check-report';
import type { ComparedSources } from './compare-sources';
import { COMPARE_OPTIONS, compareSources } from './compare-sources';
import { changeToJson, sidesToJson } from './diff';
import { Failure } from './failure';
import { createRootLocator, fileBelowRoot, readRoots } from './root-locator';
import type { Terminal } from './terminal';

/**
 * Percent of the whole program. In points of the whole and not of the function itself, because a function of 0.1 %
 * that doubles costs nobody anything, and one of 50 % that grows by a tenth does.
 */
const DEFAULT_LIMIT = '1';

const FORMATS = ['text', 'json', 'sarif', 'markdown'] as const;

/** `burnline check`: 1 when a function takes more of the whole than in the baseline, by more than limit and chance. */
export async function check(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args, {
    ...COMPARE_OPTIONS,
    baseline: { type: 'string' },
    'max-regression': { type: 'string', default: DEFAULT_LIMIT },
    format: { type: 'string' },
    root: { type: 'string', multiple: true },
  });
  const source = onlyOne(positionals, 'source');
  const { baseline } = values;
  if (baseline === undefined) throw new Failure('check needs a baseline; give --baseline SOURCE.');
  const format = readFormat(values.format, terminal);
  const limit = readPercent(values['max-regression']);
  const roots = readRoots(values.root ?? []);
  const request = { a: baseline, b: source, values, isReadable: true, levelFor };
  const compared = await compareSources(request);
  const verdict = { compared, limit, regressions: await locateAll(findRegressions(compared, limit), roots) };
  print(format, verdict, terminal);
  return verdict.regressions.length > 0 ? 1 : 0;
}

/**
 * A check that looks at hundreds of functions at 99 % each would fail every other build. So the 1 % is shared out among
 * them (Bonferroni): one build in a hundred, whatever the number of functions, as long as both runs did the same work.
 * Where requests come in phases, or a few functions clump more than all others, it is more: the simulation says how much.
 */
function levelFor(functions: number): number {
  return 1 - (1 - LEVEL) / Math.max(1, functions);
}

/** Largest first. Growth is of the baseline's whole: of shares that is their difference, of rates a part of all. */
function findRegressions({ comparison }: ComparedSources, limit: number): Unlocated[] {
  const { scale, sumA } = comparison.yardstick;
  const whole = scale.exposureA === undefined ? 1 : share(sumA, scale.exposureA);
  const totals = computeFunctionTotals(comparison.b);
  return comparison.functions
    .filter(({ status }) => status === 'slower' || status === 'new')
    .map((change) => ({
      change,
      growth: share(change.deltaTotal, whole),
      ref: frameRef(totals, change.frame),
    }))
    .filter(({ growth }) => growth > limit)
    .sort((one, other) => other.growth - one.growth);
}

interface Unlocated {
  readonly change: FunctionChange;
  readonly growth: number;
  readonly ref: FrameRef;
}

/** With roots, where the functions stand in the source; without, where the profile says that they were. */
async function locateAll(found: readonly Unlocated[], roots: readonly string[]): Promise<Regression[]> {
  if (roots.length === 0) return found.map(asReported);
  const locator = createRootLocator(roots);
  const located: Regression[] = [];
  for (const one of found) {
    const location = await locator.locate(one.ref, roots);
    const place = 'line' in location ? { file: fileBelowRoot(location), line: location.line } : undefined;
    located.push({ ...one, place });
  }
  locator.dispose();
  return located;
}

/** `<frozen runpy>` is no file. */
function asReported(one: Unlocated): Regression {
  const { file, firstLine } = one.ref;
  const isFile = file !== '' && !file.startsWith('<');
  return { ...one, place: isFile ? { file, line: firstLine } : undefined };
}

function print(format: (typeof FORMATS)[number], verdict: Verdict, terminal: Terminal): void {
  terminal.json(toJson(verdict));
  if (terminal.isJson) return;
  const texts: Readonly<Record<typeof format, () => string[]>> = {
    text: () => asText(verdict),
    markdown: () => asMarkdown(verdict),
    sarif: () => [JSON.stringify(asSarif(verdict), undefined, 2)],
    json: () => [JSON.stringify(toJson(verdict))],
  };
  terminal.say(...texts[format]());
}

function toJson({ compared, limit, regressions }: Verdict) {
  const { comparison, normalize, states } = compared;
  const { level, inflation, minimumSamples, whyNothing, scale } = comparison.yardstick;
  const { a, b, ...warnings } = sidesToJson(compared);
  return {
    passed: regressions.length === 0,
    baseline: a,
    candidate: b,
    ...warnings,
    maxRegression: percent(limit),
    normalize,
    unit: scale.unit,
    states,
    level,
    lambda: inflation,
    minimumSamples,
    ...(whyNothing && { whyNothing }),
    regressions: regressions.map(({ change, growth, place }) => ({
      ...changeToJson(comparison, change),
      growth,
      file: place?.file ?? null,
      line: place !== undefined && place.line > 0 ? place.line : null,
    })),
  };
}

function readFormat(text: string | undefined, { isJson }: Terminal): (typeof FORMATS)[number] {
  const format = oneOf('--format', text ?? (isJson ? 'json' : 'text'), FORMATS);
  if (isJson && format !== 'json') throw new Failure(`--json and --format ${format} exclude each other.`);
  return format;
}

/** The percent that were given: 0.07 times 100 is 7.000000000000001. */
function percent(limit: number): number {
  return Number((limit * 100).toPrecision(12));
}

function readPercent(text: string): number {
  const value = /^\d+(?:\.\d+)?\s*%?$/.test(text) ? parseFloat(text) : NaN;
  if (!(value <= 100)) {
    throw new Failure(`--max-regression takes percent, 0 to 100, not ${JSON.stringify(text)}.`);
  }
  return value / 100;
}
