import { visibleText } from '../base/visible-text';
import { applySuppressions } from '../insight/apply-suppressions';
import { costOf, estimateFleetCost, type FleetCost } from '../insight/cost';
import { myCode } from '../insight/my-code';
import { affectedShare, type Recommendation } from '../insight/recommend';
import { inForce } from '../insight/suppressions';
import { formatDollars, formatShare } from '../profile/format';
import { toReadable } from '../profile/wrappers';
import { matching, onlyOne, readArguments } from './arguments';
import { withSource } from './source';
import { readSuppressions } from './suppressions';
import type { Terminal } from './terminal';

/** `burnline recommend`: what in a profile is known to be wasteful. */
export async function recommend(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args, {
    'price-region': { type: 'string' },
    root: { type: 'string', multiple: true },
  });
  const text = onlyOne(positionals, 'source');
  const suppressions = inForce(await readSuppressions(values.root ?? [], terminal), Date.now());
  const wantedRegion = values['price-region'];
  if (wantedRegion !== undefined) {
    matching('--price-region', wantedRegion, /^[a-z0-9-]+$/, 'a region such as us-east-1');
  }
  const {
    recommendations: found,
    suppressed,
    cost,
  } = await withSource(text, async (source) => ({
    ...applySuppressions(toReadable(source.profile), await source.getRecommendations(), {
      suppressions,
      isMyCode: myCode(),
    }),
    cost: estimateFleetCost(source.profile.meta, { region: wantedRegion ?? source.region ?? 'us-east-1' }),
  }));
  terminal.json({
    recommendations: found.map((one) => toWire(one, cost)),
    ...(suppressed === 0 ? {} : { suppressed }),
  });
  if (!terminal.isJson) terminal.say(...paragraphs(found, cost), ...suppressedLine(suppressed));
  return 0;
}

/** The API writes times in ISO 8601. */
function toWire(recommendation: Recommendation, cost: FleetCost | undefined) {
  return {
    ...recommendation,
    startTime: new Date(recommendation.startTime).toISOString(),
    endTime: new Date(recommendation.endTime).toISOString(),
    ...(cost === undefined ? {} : { costPerYear: costOf(cost, affectedShare(recommendation)) }),
  };
}

function paragraphs(found: readonly Recommendation[], cost: FleetCost | undefined): string[] {
  if (found.length === 0) return ['Nothing in this profile is known to be wasteful.'];
  return found.flatMap((one, i) => {
    const share = affectedShare(one);
    const price = cost === undefined ? '' : ` · ${formatDollars(costOf(cost, share))}`;
    const head = `${visibleText(one.pattern.name, 200)} · ${formatShare(share)} of CPU${price}`;
    return [
      ...(i > 0 ? [''] : []),
      head,
      indented(one.pattern.description),
      indented(one.pattern.resolutionSteps),
    ];
  });
}

function suppressedLine(count: number): string[] {
  if (count === 0) return [];
  return ['', `${count} ${count === 1 ? 'recommendation is' : 'recommendations are'} suppressed.`];
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${visibleText(line)}`)
    .join('\n');
}
