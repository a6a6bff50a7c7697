import type { DollarsPerYear, Fraction } from '../profile/units';
import type { FleetCost, MemberCost } from './cost';

/**
 * The arithmetic of an estimate, written out. Figures are exact enough to be checked with a pocket calculator, which
 * those of profile/format.ts are not meant to be: `$1,682/yr` here is `$1.7 k/yr` in a lens.
 */

/** More kinds of hosts than this become one term: a formula of forty terms explains nothing. */
const MAX_TERMS = 5;

/**
 * What a hover unfolds under a cost, a sentence a line.
 * @param share of the profile's CPU samples
 * @param name of what has this share; hostile text, the caller escapes it
 */
export function explainCost(cost: FleetCost, share: Fraction, name: string): string[] {
  const result = writeDollars(cost.yearly * share);
  return [
    `${name}: ${writeShare(share)} of CPU × ${cost.product} = ${result}`,
    writeSource(cost),
    ...cost.notes,
    'An estimate at on-demand prices, not the bill.',
  ];
}

function writeSource({ members, priceSource, priceDate }: FleetCost): string {
  const priced = [...new Set(members.map(({ what }) => what))];
  const first = priced.slice(0, MAX_TERMS).join(', ');
  const rest = priced.length > MAX_TERMS ? ` and ${priced.length - MAX_TERMS} more` : '';
  const date = priceDate === '' ? '' : ` of ${priceDate}`;
  return `Price${date}: ${first}${rest} (${priceSource}).`;
}

/** `$0.096/h × 8,760 h × 2 hosts`; a term for each kind of member, in brackets when there are several. */
export function writeProduct(members: readonly MemberCost[]): string {
  const kinds = groupByKind(members);
  const terms = kinds.slice(0, MAX_TERMS).map(writeTerm);
  const rest = kinds.slice(MAX_TERMS).flat();
  if (rest.length > 0) {
    const yearly = rest.reduce((sum, member) => sum + member.yearly, 0);
    terms.push(`${writeDollars(yearly)} for ${rest.length} others`);
  }
  return terms.length === 1 ? terms[0] : `(${terms.join(' + ')})`;
}

/** Members of one price, dearest kind first; equals by what they are, so that the text never depends on the fleet's order. */
function groupByKind(members: readonly MemberCost[]): MemberCost[][] {
  const kinds = new Map<string, MemberCost[]>();
  for (const member of members) {
    const kind = kinds.get(member.what);
    if (kind === undefined) {
      kinds.set(member.what, [member]);
    } else {
      kind.push(member);
    }
  }
  const yearly = (kind: readonly MemberCost[]): number => kind.reduce((sum, one) => sum + one.yearly, 0);
  return [...kinds.entries()]
    .sort(([a, one], [b, other]) => yearly(other) - yearly(one) || (a < b ? -1 : 1))
    .map(([, kind]) => kind);
}

/** Hours are those of a year; a count times a mean share is the sum of the shares. */
function writeTerm(kind: readonly MemberCost[]): string {
  const [{ unit, pricePerHour }] = kind;
  const count = kind.reduce((sum, member) => sum + member.count, 0);
  const running = kind.reduce((sum, member) => sum + member.count * member.share, 0);
  const hours = `$${significant(pricePerHour, 6)}/h × 8,760 h`;
  switch (unit) {
    case 'fleet':
      return hours;
    case 'function':
      return `${hours} × ${significant(running, 4)} running at a time`;
    case 'host':
    case 'task': {
      const seen = running === count ? '' : ` × ${writeShare(running / count)} of the time`;
      return `${hours} × ${significant(count, 6)} ${count === 1 ? unit : `${unit}s`}${seen}`;
    }
  }
}

/** Whole dollars from ten on, cents below: rounding must not be what the reader finds when they check. */
export function writeDollars(perYear: DollarsPerYear): string {
  if (perYear > 0 && perYear < 0.01) {
    return '< $0.01/yr';
  }
  const digits = perYear < 10 ? 2 : 0;
  const amount = perYear.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `$${amount}/yr`;
}

/** `8.2 %`, `8.236 %`: four figures, one more than a lens has, so that the product comes out to the dollar. */
function writeShare(share: Fraction): string {
  return `${significant(share * 100, 4)} %`;
}

function significant(value: number, digits: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: digits });
}
