import { visibleText } from '../base/visible-text';
import { computeCallTree, type CallTree } from '../profile/call-tree';
import { normaliseFrames } from '../profile/frame-names';
import { formatDuration, formatShare } from '../profile/format';
import { computeFunctionTotals, frameRef, hottest, type FunctionTotals } from '../profile/hot-spots';
import type { Profile } from '../profile/tables';
import type { FrameIndex } from '../profile/units';
import { formatAmount, samplesBehind, weightOf } from '../profile/weight';
import { foldWrappers } from '../profile/wrappers';
import { onlyOne, oneOf, readArguments, wholeNumber } from './arguments';
import { countStates } from './count-states';
import { withSource } from './source';
import type { Terminal } from './terminal';

/** What a screen holds. */
const DEFAULT_LIMIT = '20';

/** `burnline top`: the hottest functions of a profile. */
export async function top(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args, {
    states: { type: 'string' },
    by: { type: 'string', default: 'self' },
    limit: { type: 'string' },
  });
  const source = onlyOne(positionals, 'source');
  const by = oneOf('--by', values.by, ['self', 'total']);
  const limit = readLimit(values.limit, terminal);
  const profile = await withSource(source, ({ profile }) => Promise.resolve(profile));
  const totals = computeFunctionTotals(countSamples(profile, values.states, terminal));
  const rows = ranked(totals, by).slice(0, limit);
  terminal.json(toJson(source, totals, rows));
  if (!terminal.isJson) terminal.say(...table(totals, rows));
  return 0;
}

/** Every function with samples, those without any of their own last; equals by their totals, then by name. */
function ranked(totals: FunctionTotals, by: 'self' | 'total'): FrameIndex[] {
  return hottest(totals, 'total').sort((a, b) => totals[by][b] - totals[by][a]);
}

/** A script gets every function unless it wants fewer. */
function readLimit(text: string | undefined, { isJson }: Terminal): number {
  if (text === undefined && isJson) return Infinity;
  return wholeNumber('--limit', text ?? DEFAULT_LIMIT, Number.MAX_SAFE_INTEGER);
}

/**
 * The samples in question. As JSON every frame of the data is kept, so that who counts the file itself comes to the
 * same figures; people are spared the frames that are there only because a profiler was, and get one row for one
 * function.
 */
function countSamples(raw: Profile, option: string | undefined, { isJson }: Terminal): CallTree {
  const { profile, states } = countStates(isJson ? raw : foldWrappers(normaliseFrames(raw)), option);
  return computeCallTree(profile, states);
}

function toJson(source: string, totals: FunctionTotals, rows: readonly FrameIndex[]) {
  const { sum, states, profile } = totals.tree;
  const weight = weightOf(profile.meta);
  return {
    source,
    unit: weight.unit,
    total: sum,
    states,
    frames: rows.map((row) => {
      const { name, file, firstLine, lastLine } = frameRef(totals, row);
      const [self, total] = [totals.self[row], totals.total[row]];
      return {
        name,
        file,
        lines: firstLine > 0 ? [firstLine, lastLine] : [],
        self,
        total,
        selfShare: self / sum,
        totalShare: total / sum,
        samples: samplesBehind(weight, total),
      };
    }),
  };
}

function table(totals: FunctionTotals, rows: readonly FrameIndex[]): string[] {
  const { sum, states, profile } = totals.tree;
  const length = profile.meta.end - profile.meta.start;
  const amount = formatAmount(weightOf(profile.meta), sum);
  const head = `${amount} in ${states.join(', ') || 'no state'}${length > 0 ? ` over ${formatDuration(length)}` : ''}`;
  if (rows.length === 0) return [head];
  const lines = rows.map((row) => {
    const shares = [totals.self[row], totals.total[row]].map((count) => formatShare(count / sum).padStart(8));
    return `${shares.join('  ')}  ${visibleText(profile.frames.name[row], 200)}`;
  });
  return [head, '', `${'self'.padStart(8)}  ${'total'.padStart(8)}  function`, ...lines];
}
