import type { FleetMember, ProfileMeta } from '../profile/tables';
import type { DollarsPerYear, Fraction } from '../profile/units';
import { writeDollars, writeProduct } from './cost-words';
import type { DollarsPerHour, HourlyPrice } from './price-list';
import { ec2Price, fargatePrice, lambdaPrice } from './price-list';

/**
 * What running a program costs in a year, and what part of it a function is responsible for.
 *
 *     fleet = Σ over members   hourly price × 8,760 h × share of the range in which the member was seen
 *     frame = fleet × share of the CPU samples (RUNNABLE + BLOCKED + NATIVE) that have the frame in their stack
 *
 * AWS says no more of its own figure than that it is the yearly on-demand price of the hosts seen, and that a frame
 * gets its portion of the CPU time (user guide, "cost estimate"); the formula is our reading of that. It is an
 * estimate and never the bill: no discount, no reserved capacity, no data transfer, no idle hosts.
 *
 * The range is the profile's own, `meta.start` to `meta.end`, not the one that somebody asked for: a program that
 * has been profiled for ten minutes is taken to go on as it did in these.
 */
export interface FleetCost {
  readonly yearly: DollarsPerYear;
  readonly currency: 'USD';
  /** The arithmetic, to be checked by hand: `$0.096/h × 8,760 h × 2 hosts = $1,682/yr`. */
  readonly formula: string;
  /** Its left side alone, in brackets where it is a sum, so that a share can be put in front of it. */
  readonly product: string;
  /** Where the prices are from; several are joined by `; `. */
  readonly priceSource: string;
  /** Since when they hold, the oldest of them; '' for a price that somebody set. */
  readonly priceDate: string;
  /** Whether a price in it is worked out instead of listed; `notes` says which and how. */
  readonly isEstimatedPrice: boolean;
  /** Sentences on what was assumed and what was left out. */
  readonly notes: readonly string[];
  /** What the sum is made of, in the order of the fleet. */
  readonly members: readonly MemberCost[];
}

export interface MemberCost {
  /** As in the profile; '' for a fleet that was set by hand. */
  readonly id: string;
  /** Instance type or size, and region. */
  readonly what: string;
  readonly unit: CostUnit;
  /** How many are in this row: 1, or the count that was set. */
  readonly count: number;
  readonly pricePerHour: DollarsPerHour;
  /**
   * Length of its agent profiles / length of the range. At most 1 for a host or a task, however many processes on it
   * report. Above 1 for a function whose copies run at the same time, because each of them is charged.
   */
  readonly share: Fraction;
  readonly yearly: DollarsPerYear;
}

/** What is counted: what a price is for. */
export type CostUnit = 'host' | 'task' | 'function' | 'fleet';

/** What a person says that the program runs on, when the agents do not know or ran elsewhere. */
export type FleetOverride =
  | { readonly instanceType: string; readonly count: number }
  /** The price of the whole fleet for an hour. */
  | { readonly pricePerHour: DollarsPerHour };

export interface CostOptions {
  /** AWS region whose prices to use: the profiling group's. */
  readonly region: string;
  /** Replaces what was seen, and counts as running all the time. */
  readonly override?: FleetOverride;
}

/** 365 × 24. */
const HOURS_A_YEAR = 8760;

/**
 * The yearly price of the fleet that a profile was taken on, or of the one that was set. Undefined where no member
 * has a known price, as on a laptop: then no dollars are shown anywhere.
 */
export function estimateFleetCost(meta: ProfileMeta, options: CostOptions): FleetCost | undefined {
  return options.override === undefined
    ? costOfSeenFleet(meta, options.region)
    : costOfSetFleet(options.override, options.region);
}

/** @param share of the profile's CPU samples */
export function costOf(cost: FleetCost, share: Fraction): DollarsPerYear {
  return cost.yearly * share;
}

interface PricedMember {
  readonly cost: MemberCost;
  readonly price: HourlyPrice;
}

function costOfSetFleet(override: FleetOverride, region: string): FleetCost | undefined {
  if ('pricePerHour' in override) {
    const price = {
      perHour: override.pricePerHour,
      what: 'fleet as set',
      source: 'as set',
      date: '',
      estimate: '',
    };
    return sumUp([priceMember('', 'fleet', price, 1, 1)], []);
  }
  const price = ec2Price(override.instanceType, region);
  return price && sumUp([priceMember('', 'host', price, override.count, 1)], []);
}

function costOfSeenFleet(meta: ProfileMeta, region: string): FleetCost | undefined {
  const range = meta.end - meta.start;
  if (range <= 0) {
    return undefined;
  }
  const seen = new SeenShares();
  const priced: PricedMember[] = [];
  for (const member of meta.fleet) {
    const price = priceOf(member, region);
    if (price !== undefined) {
      const share = seen.take(member, member.seenMs / range);
      priced.push(priceMember(member.id, unitOf(member), price, 1, share));
    }
  }
  return sumUp(priced, unpricedNotes(meta.fleet.length - priced.length, meta.fleet.length));
}

/**
 * No host costs more than a host. One that reports from several processes has profiles that overlap, and one whose
 * description changed has several rows; together they get at most the whole range. The times at which a member was
 * seen are not kept, only their sum, so for overlapping profiles within part of the range the share is an upper bound.
 */
class SeenShares {
  private readonly taken = new Map<string, Fraction>();

  take(member: FleetMember, share: Fraction): Fraction {
    if (member.computeType === 'aws_lambda') {
      return share;
    }
    const identity = JSON.stringify([member.computeType, member.id]);
    const before = this.taken.get(identity) ?? 0;
    const granted = Math.min(share, 1 - before);
    this.taken.set(identity, before + granted);
    return granted;
  }
}

/** Third-party agents give an instance type and no kind of compute; that is enough. */
function priceOf(member: FleetMember, region: string): HourlyPrice | undefined {
  switch (member.computeType) {
    case 'aws_ec2_instance':
    case 'unknown':
      return ec2Price(member.hostType, region);
    case 'aws_fargate_task':
      return fargatePrice(member.vCpus, member.memoryMb, region);
    case 'aws_lambda':
      return lambdaPrice(member.memoryMb, region);
  }
}

function unitOf({ computeType }: FleetMember): CostUnit {
  if (computeType === 'aws_lambda') {
    return 'function';
  }
  return computeType === 'aws_fargate_task' ? 'task' : 'host';
}

function priceMember(
  id: string,
  unit: CostUnit,
  price: HourlyPrice,
  count: number,
  share: Fraction,
): PricedMember {
  const yearly = price.perHour * HOURS_A_YEAR * count * share;
  return { cost: { id, what: price.what, unit, count, pricePerHour: price.perHour, share, yearly }, price };
}

/** Nothing, zero dollars, or a count or price that is no positive number: no cost at all rather than a wrong one. */
function sumUp(priced: readonly PricedMember[], notes: readonly string[]): FleetCost | undefined {
  const members = priced.map(({ cost }) => cost);
  const yearly = members.reduce((sum, member) => sum + member.yearly, 0);
  if (!(yearly > 0 && Number.isFinite(yearly))) {
    return undefined;
  }
  const prices = priced.map(({ price }) => price);
  const product = writeProduct(members);
  const estimates = distinct(prices.map(({ estimate }) => estimate));
  return {
    yearly,
    currency: 'USD',
    formula: `${product} = ${writeDollars(yearly)}`,
    product,
    priceSource: distinct(prices.map(({ source }) => source)).join('; '),
    priceDate: distinct(prices.map(({ date }) => date)).sort()[0] ?? '',
    isEstimatedPrice: estimates.length > 0,
    notes: [...estimates, ...lambdaNotes(members), ...notes],
    members,
  };
}

function lambdaNotes(members: readonly MemberCost[]): string[] {
  return members.some(({ unit }) => unit === 'function')
    ? ['Lambda is priced as x86 in the first tier, without requests and free tier.']
    : [];
}

function unpricedNotes(unpriced: number, all: number): string[] {
  return unpriced === 0 ? [] : [`Left out, because no price is known: ${unpriced} of ${all} fleet members.`];
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '');
}
