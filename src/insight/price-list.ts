import {
  EC2_PRICES,
  EC2_REGIONS,
  FARGATE_PRICES,
  LAMBDA_PRICES,
  PRICE_SOURCES,
  REGION_FACTORS,
} from './prices';

/** US dollars for an hour. */
export type DollarsPerHour = number;

/** What one host, task or function costs in an hour that it runs, and how we know. */
export interface HourlyPrice {
  readonly perHour: DollarsPerHour;
  /** What has this price: `m5.large in eu-west-1`. */
  readonly what: string;
  readonly source: string;
  /** When the price held, `2026-07-20` or `2021-01`. */
  readonly date: string;
  /** Why the price is worked out instead of listed, a sentence; '' when it is listed. */
  readonly estimate: string;
}

/** Prices are kept for these at first hand; others are estimated from the first. */
const HOME_REGION = 'us-east-1';

const HOME_SOURCE = PRICE_SOURCES.ec2UsEast1;

/** On-demand price of an EC2 instance under Linux; undefined for a type or region that we know nothing of. */
export function ec2Price(instanceType: string, region: string): HourlyPrice | undefined {
  const row = ec2Table().get(instanceType);
  const listed = row?.get(region);
  const what = `${instanceType} in ${region}`;
  if (listed !== undefined) {
    const { name, date } = region === HOME_REGION ? HOME_SOURCE : PRICE_SOURCES.ec2Regional;
    return { perHour: listed, what, source: name, date, estimate: '' };
  }
  const home = row?.get(HOME_REGION);
  const factor = factorOf(region, instanceType.charAt(0));
  if (home === undefined || factor === undefined) {
    return undefined;
  }
  return {
    perHour: home * factor,
    what,
    source: HOME_SOURCE.name,
    date: HOME_SOURCE.date,
    estimate: estimateNote(instanceType, region, factor),
  };
}

/** Price of a Fargate task, Linux on x86: its vCPUs and its memory are charged apart. */
export function fargatePrice(vCpus: number, memoryMb: number, region: string): HourlyPrice | undefined {
  if (!(vCpus > 0 && memoryMb > 0)) {
    return undefined;
  }
  const isListed = Object.hasOwn(FARGATE_PRICES, region);
  const factor = isListed ? 1 : factorOf(region, '');
  if (factor === undefined) {
    return undefined;
  }
  const { vCpuHour, gbHour } = FARGATE_PRICES[isListed ? region : HOME_REGION];
  const { name, date } = PRICE_SOURCES.fargate;
  return {
    perHour: (vCpus * vCpuHour + (memoryMb / 1024) * gbHour) * factor,
    what: `Fargate task of ${vCpus} vCPU and ${memoryMb} MB in ${region}`,
    source: name,
    date,
    estimate: isListed ? '' : estimateNote('Fargate', region, factor),
  };
}

/** Price of a Lambda function while it runs, x86 and first tier; requests and the free tier are left out. */
export function lambdaPrice(memoryMb: number, region: string): HourlyPrice | undefined {
  if (!(memoryMb > 0)) {
    return undefined;
  }
  const hasOwnLine = region !== '' && Object.hasOwn(LAMBDA_PRICES, region);
  const perGbSecond = LAMBDA_PRICES[hasOwnLine ? region : ''];
  const { name, date } = PRICE_SOURCES.lambda;
  return {
    perHour: (memoryMb / 1024) * perGbSecond * 3600,
    what: `Lambda function of ${memoryMb} MB in ${region}`,
    source: name,
    date,
    estimate: hasOwnLine ? `The Lambda price in ${region} is known to about 3 %.` : '',
  };
}

/** By how much a region is dearer than the home region, or undefined for a region without a known type. */
function factorOf(region: string, familyLetter: string): number | undefined {
  if (!Object.hasOwn(REGION_FACTORS, region)) {
    return undefined;
  }
  const factors = REGION_FACTORS[region];
  return Object.hasOwn(factors, familyLetter) ? factors[familyLetter] : factors[''];
}

function estimateNote(what: string, region: string, factor: number): string {
  return `No price of ${what} in ${region} is at hand: estimated as ${factor} times the one in ${HOME_REGION}.`;
}

type Ec2Table = ReadonlyMap<string, ReadonlyMap<string, DollarsPerHour>>;

let parsedEc2: Ec2Table | undefined;

/** A Map, because instance types come from profiles: asking an object for `constructor` would find something. */
function ec2Table(): Ec2Table {
  parsedEc2 ??= new Map(EC2_PRICES.trim().split('\n').map(parseEc2Line));
  return parsedEc2;
}

function parseEc2Line(line: string): [string, Map<string, DollarsPerHour>] {
  const [type, ...cells] = line.split(' ');
  const prices = new Map<string, DollarsPerHour>();
  let price = NaN;
  cells.forEach((cell, column) => {
    if (cell !== '-') {
      price = cell === '=' ? price : Number(cell);
      prices.set(EC2_REGIONS[column], price);
    }
  });
  return [type, prices];
}
