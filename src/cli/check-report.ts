import { visibleText } from '../base/visible-text';
import type { FunctionChange } from '../profile/compare';
import { formatShare } from '../profile/format';
import type { FrameRef } from '../profile/tables';
import type { ComparedSources } from './compare-sources';
import {
  certaintyOf,
  changeText,
  figureText,
  intervalText,
  ratesWarning,
  whatIsCompared,
} from './comparison-words';

/** What `burnline check` found, as text, as a table for a pull request, and as SARIF. */
export interface Verdict {
  readonly compared: ComparedSources;
  /** Growth that is allowed, as a part of the whole. */
  readonly limit: number;
  /** Largest first. */
  readonly regressions: readonly Regression[];
}

export interface Regression {
  readonly change: FunctionChange;
  /** Of the total, as a part of the baseline's whole. */
  readonly growth: number;
  readonly ref: FrameRef;
  /** A line of 0 is not known. */
  readonly place: { readonly file: string; readonly line: number } | undefined;
}

export function asText(verdict: Verdict): string[] {
  const { compared, regressions } = verdict;
  return [
    ...whatIsCompared(compared, 'baseline', 'this    '),
    ...ratesWarning(compared),
    certaintyOf(compared.comparison),
    headline(verdict),
    ...regressions.map((one) => `  ${nameText(one)}: ${figuresOf(compared, one)}${placeText(one)}`),
    ...hints(verdict),
  ];
}

export function asMarkdown(verdict: Verdict): string[] {
  const { compared, regressions } = verdict;
  const { unit } = compared.comparison.yardstick.scale;
  const rows = regressions.map(({ change, ref }) => {
    const { totalA, totalB, interval, selfA, selfB } = change;
    const cells = [
      code(ref.name),
      figureText(unit, totalA),
      figureText(unit, totalB),
      changeText(unit, totalA, totalB),
      intervalText(unit, interval),
      `${figureText(unit, selfA)} → ${figureText(unit, selfB)}`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const table = [
    '| function | baseline | this | change | interval | itself |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
  ];
  const [what, ...sides] = whatIsCompared(compared, 'baseline', 'this').map((line) => escaped(line.trim()));
  return [
    `**${headline(verdict)}**`,
    '',
    ...(rows.length > 0 ? [...table, ''] : []),
    what,
    ...sides.map((side) => `- ${side}`),
    '',
    ...ratesWarning(compared),
    certaintyOf(compared.comparison),
    ...hints(verdict),
  ];
}

/** Static Analysis Results Interchange Format 2.1.0 (OASIS), as code hosts read it to mark lines. */
export function asSarif({ compared, regressions }: Verdict) {
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Burnline', rules: [RULE] } },
        columnKind: 'utf16CodeUnits',
        results: regressions.map((one) => ({
          ruleId: RULE.id,
          ruleIndex: 0,
          level: 'error',
          message: { text: `${nameText(one)}: ${figuresOf(compared, one)}` },
          locations: [locationOf(one)],
          // The same function is the same alert, wherever its lines move to.
          partialFingerprints: { 'function/v1': one.ref.name },
        })),
      },
    ],
  };
}

const RULE = {
  id: 'regression',
  shortDescription: { text: 'A function takes more of the program than in the baseline.' },
  fullDescription: {
    text: 'It takes more than the limit, callees included, and by more than chance explains at these sample counts.',
  },
};

function locationOf({ ref, place }: Regression) {
  return {
    logicalLocations: [{ fullyQualifiedName: ref.name, kind: 'function' }],
    ...(place && {
      physicalLocation: {
        artifactLocation: { uri: uriOf(place.file) },
        ...(place.line > 0 && { region: { startLine: place.line } }),
      },
    }),
  };
}

/** A relative path stays relative; paths are hostile text, so everything that means something in a URI is escaped. */
function uriOf(file: string): string {
  // Half a surrogate pair cannot be written in a URI.
  const path = file.replaceAll('\\', '/').replace(/\p{Cs}/gu, '\ufffd');
  const escapedPath = path.split('/').map(encodeURIComponent).join('/');
  if (path.startsWith('/')) return `file://${escapedPath}`;
  return /^[A-Za-z]:\//.test(path) ? `file:///${path[0]}:${escapedPath.slice(4)}` : escapedPath;
}

function headline({ compared, limit, regressions: { length } }: Verdict): string {
  const most = formatShare(limit);
  const isBlind = compared.comparison.yardstick.whyNothing !== undefined;
  if (isBlind) return 'Passed, because nothing can be said.';
  const functions = length === 1 ? '1 function' : `${length === 0 ? 'no' : length} functions`;
  return `${length === 0 ? 'Passed' : 'Failed'}: ${functions} grew by more than ${most} of the whole and by more than chance.`;
}

/** What gets faster makes shares of all else larger: who reads a failed check should know. */
function hints({ compared: { comparison }, regressions }: Verdict): string[] {
  const { scale } = comparison.yardstick;
  const isFaster = comparison.functions.some(({ status, selfSignificant }) => {
    return selfSignificant && (status === 'faster' || status === 'gone');
  });
  if (scale.unit !== 'share' || regressions.length === 0 || !isFaster) return [];
  return [
    'Some functions got faster, and with that the share of all others grows; --normalize time compares samples per second instead.',
  ];
}

function figuresOf({ comparison }: ComparedSources, { change }: Regression): string {
  const { unit } = comparison.yardstick.scale;
  const { totalA, totalB, interval, selfA, selfB, status } = change;
  const total = `${figureText(unit, totalA)} → ${figureText(unit, totalB)}`;
  const self = `itself ${figureText(unit, selfA)} → ${figureText(unit, selfB)}`;
  const known = `${changeText(unit, totalA, totalB)}, interval ${intervalText(unit, interval)}`;
  return `${status}, ${total} (${known}), ${self}`;
}

function nameText({ ref }: Regression): string {
  return visibleText(ref.name, 200);
}

function placeText({ place }: Regression): string {
  if (place === undefined) return '';
  return ` at ${visibleText(place.file, 200)}${place.line > 0 ? `:${place.line}` : ''}`;
}

/** Inside a code span nothing is a link or a mention; the fence is longer than any run of backticks in it. */
function code(name: string): string {
  const text = visibleText(name, 200).replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}

/** Paths come from the command line, and a branch may be called anything. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|@#]/g, '\\$&');
}
