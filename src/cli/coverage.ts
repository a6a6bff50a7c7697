import { visibleText } from '../base/visible-text';
import { myCode } from '../insight/my-code';
import { computeCallTree } from '../profile/call-tree';
import { normaliseFrames } from '../profile/frame-names';
import { formatShare } from '../profile/format';
import { computeFunctionTotals } from '../profile/hot-spots';
import { foldWrappers } from '../profile/wrappers';
import { computeCoverage, type Coverage, type UnmappedFunction } from '../source/coverage';
import { onlyOne, readArguments, wholeNumber } from './arguments';
import { countStates } from './count-states';
import { createRootLocator, fileBelowRoot, requireRoots } from './root-locator';
import { withSource } from './source';
import type { Terminal } from './terminal';

/** What a screen holds. */
const DEFAULT_LIMIT = '10';

/** A thousandth of what a lens is shown for. */
const MINIMUM_SHARE = 0.00001;

/** `burnline coverage`: how much of a profile has a line in the source, and why the rest has none. */
export async function coverage(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args, {
    root: { type: 'string', multiple: true },
    states: { type: 'string', default: 'cpu' },
    'my-code': { type: 'string', multiple: true },
    limit: { type: 'string' },
  });
  const text = onlyOne(positionals, 'source');
  const roots = requireRoots('coverage', values.root);
  const limit = readLimit(values.limit, terminal);
  const raw = await withSource(text, ({ profile }) => Promise.resolve(profile));
  const { profile, states } = countStates(foldWrappers(normaliseFrames(raw)), values.states);
  const locator = createRootLocator(roots);
  const found = await computeCoverage(computeFunctionTotals(computeCallTree(profile, states)), {
    locate: (ref) => locator.locate(ref, roots),
    isOwn: myCode({ namespaces: values['my-code'] ?? [] }),
    minimumShare: MINIMUM_SHARE,
  });
  locator.dispose();
  const shown = found.unmapped.slice(0, limit);
  terminal.json(toJson(found, shown));
  if (!terminal.isJson) terminal.say(...lines(found, shown));
  return 0;
}

/** A script gets every function unless it wants fewer. */
function readLimit(text: string | undefined, { isJson }: Terminal): number {
  if (text === undefined && isJson) return Infinity;
  return wholeNumber('--limit', text ?? DEFAULT_LIMIT, Number.MAX_SAFE_INTEGER);
}

function toJson(found: Coverage, shown: readonly UnmappedFunction[]) {
  const { share, mapped, missed, foreign, sum } = found;
  return {
    share,
    mapped,
    missed,
    foreign,
    total: sum,
    unmapped: shown.map(({ ref, share, isOwn, why, candidates }) => ({
      frame: ref.name,
      file: ref.file,
      share,
      own: isOwn,
      why,
      candidates: candidates.map((place) => ({ file: fileBelowRoot(place), line: place.line })),
    })),
  };
}

function lines({ share, missed, foreign, sum }: Coverage, shown: readonly UnmappedFunction[]): string[] {
  if (sum === 0) return ['The profile has no samples in these thread states.'];
  const head =
    `${formatShare(share)} stands in this source; ${formatShare(missed / sum)} is own code that was not found, ` +
    `${formatShare(foreign / sum)} is other people's.`;
  const rows = shown.map(
    ({ ref, share, why }) =>
      `${formatShare(share).padStart(8)}  ${visibleText(ref.name, 200)}\n${' '.repeat(10)}${visibleText(why, 300)}`,
  );
  return rows.length === 0 ? [head] : [head, '', ...rows];
}
