import type { Comparison, FunctionChange } from '../profile/compare';
import { readArguments, wholeNumber } from './arguments';
import type { ComparedSources } from './compare-sources';
import { COMPARE_OPTIONS, compareSources } from './compare-sources';
import {
  certaintyOf,
  changeText,
  figureText,
  intervalText,
  nameOf,
  ratesWarning,
  whatIsCompared,
} from './comparison-words';
import { Failure } from './failure';
import type { Terminal } from './terminal';

/** Of each list; what a screen holds of all of them. */
const DEFAULT_LIMIT = '10';

/** `burnline diff`: what B has more and less of than A, and what of that is no accident. */
export async function diff(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args, { ...COMPARE_OPTIONS, limit: { type: 'string' } });
  const [a, b] = positionals;
  if (positionals.length !== 2) {
    throw new Failure(`Give two sources, the baseline first; ${positionals.length} were given.`);
  }
  const limit = wholeNumber('--limit', values.limit ?? DEFAULT_LIMIT, Number.MAX_SAFE_INTEGER);
  const compared = await compareSources({ a, b, values, isReadable: !terminal.isJson });
  terminal.json(toJson(compared, values.limit === undefined ? Infinity : limit));
  if (!terminal.isJson) terminal.say(...paragraphs(compared, limit));
  return 0;
}

function toJson(compared: ComparedSources, limit: number) {
  const { comparison, normalize, states } = compared;
  const { yardstick } = comparison;
  return {
    ...sidesToJson(compared),
    normalize,
    unit: yardstick.scale.unit,
    states,
    level: yardstick.level,
    lambda: yardstick.inflation,
    minimumSamples: yardstick.minimumSamples,
    ...(yardstick.whyNothing && { whyNothing: yardstick.whyNothing }),
    frames: ranked(comparison)
      .slice(0, limit)
      .map((change) => changeToJson(comparison, change)),
  };
}

export function sidesToJson(compared: ComparedSources) {
  const { a, b } = compared;
  const { yardstick } = compared.comparison;
  const warnings = ratesWarning(compared);
  const { sumA, sumB, samplesA, samplesB } = yardstick;
  const times = ({ start, end }: { start: number; end: number }) => ({ start, end });
  return {
    a: { source: a.source, total: sumA, samples: samplesA, ...times(a.meta) },
    b: { source: b.source, total: sumB, samples: samplesB, ...times(b.meta) },
    ...(warnings.length > 0 && { warnings }),
  };
}

/** Where nothing is known of a difference, its interval has no ends: `[null,null]`. */
export function changeToJson({ profile }: Comparison, change: FunctionChange) {
  const { frame, ...figures } = change;
  return { name: profile.frames.name[frame], file: profile.frames.file[frame], ...figures };
}

/** Every function that either side has: what is claimed first, then by size of the change; equals by name. */
function ranked({ functions }: Comparison): FunctionChange[] {
  const size = ({ deltaTotal, deltaSelf }: FunctionChange) =>
    Math.abs(deltaTotal) + Math.abs(deltaSelf) * 1e-6;
  return functions
    .filter(({ countA, countB }) => countA + countB > 0)
    .sort((one, other) => Number(other.significant) - Number(one.significant) || size(other) - size(one));
}

function paragraphs(compared: ComparedSources, limit: number): string[] {
  const { comparison } = compared;
  const changes = ranked(comparison);
  const lists = LISTS.map(({ title, has }) => ({ title, rows: changes.filter(has) }));
  const found = lists.filter(({ rows }) => rows.length > 0);
  const nothing = found.length === 0 && comparison.yardstick.whyNothing === undefined;
  return [
    ...whatIsCompared(compared),
    ...ratesWarning(compared),
    certaintyOf(comparison),
    ...(nothing ? ['No function differs by more than chance explains.'] : []),
    ...found.flatMap(({ title, rows }) => [
      '',
      ...list(comparison, `${title} (${rows.length})`, rows, limit),
    ]),
  ];
}

/** What got slower and what got faster do not belong into one list. */
const LISTS: readonly { readonly title: string; readonly has: (change: FunctionChange) => boolean }[] = [
  { title: 'Slower', has: ({ status }) => status === 'slower' },
  { title: 'Faster', has: ({ status }) => status === 'faster' },
  { title: 'New', has: ({ status }) => status === 'new' },
  { title: 'Gone', has: ({ status }) => status === 'gone' },
  {
    title: 'Changed in itself only, the total is no different',
    has: ({ status, selfSignificant }) => status === 'same' && selfSignificant,
  },
];

function list(
  comparison: Comparison,
  title: string,
  rows: readonly FunctionChange[],
  limit: number,
): string[] {
  const { unit } = comparison.yardstick.scale;
  const cells = rows.slice(0, limit).map((change) => {
    const { totalA, totalB, selfA, selfB, interval, selfInterval } = change;
    return [
      `${figureText(unit, totalA)} → ${figureText(unit, totalB)}`,
      changeText(unit, totalA, totalB),
      intervalText(unit, interval),
      `${figureText(unit, selfA)} → ${figureText(unit, selfB)}`,
      intervalText(unit, selfInterval),
      nameOf(comparison, change),
    ];
  });
  const rest = rows.length > limit ? [`  … and ${rows.length - limit} more; --limit shows them.`] : [];
  return [title, ...columns([HEADINGS, ...cells]).map((line) => `  ${line}`), ...rest];
}

const HEADINGS = ['total A → B', 'change', 'interval', 'self A → B', 'interval', 'function'];

/** Right-aligned but for the last one, which is as long as it is. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row.map((cell, column) => (column === row.length - 1 ? cell : cell.padStart(widths[column]))).join('  '),
  );
}
