// Derives src/insight/prices.ts from two price collections. Run by hand when newer ones are there:
//
//     node src/build/derive-prices.mjs FOLDER     a folder with ec2-ondemand.json and compute-prices.json
//
// Nothing here is computed beyond picking: each price stands in the product as its source has it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from './node.mjs';

/**
 * Dollars an hour by instance type, one column a region; null, or a row that ends early, where there is no price.
 * @typedef {object} Ec2Prices
 * @property {{ sources: string[], codeguruRegions: string[] }} _about
 * @property {string[]} regions
 * @property {Record<string, (number | null)[]>} prices
 * @property {Record<string, { median: number, byFamilyLetter: Record<string, number> }>} regionMultiplier
 */

/**
 * @typedef {object} ComputePrices
 * @property {{ fargate: string }} _about
 * @property {{ default: { x86_64: number }, x86_64ApproxByRegion: Record<string, number> }} lambda
 * @property {{ linuxX86ByRegion: Record<string, { vcpuHour: number, gbHour: number }> }} fargate
 */

/**
 * The collection gives Lambda's price without a date. It equals what the AWS Price List API gave for us-east-1 on
 * 2025-10-28 (service AWSLambda, first tier), and this is the date from which that list says it holds.
 */
const lambdaSource = { name: 'AWS Price List API, AWSLambda, first tier, x86', date: '2025-10-01' };

const target = join(root, 'src', 'insight', 'prices.ts');

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Name the folder that holds ec2-ondemand.json and compute-prices.json.');
  process.exit(2);
}
const ec2 = /** @type {Ec2Prices} */ (readJson('ec2-ondemand.json'));
const compute = /** @type {ComputePrices} */ (readJson('compute-prices.json'));
const options = { ...(await resolveConfig(target)), filepath: target };
writeFileSync(target, await format(priceModule(), options));

/**
 * @param {string} name
 * @returns {unknown}
 */
function readJson(name) {
  return JSON.parse(readFileSync(join(folder ?? '', name), 'utf8'));
}

function priceModule() {
  const [newest = '', regional = ''] = ec2._about.sources;
  const sources = {
    ec2UsEast1: datedSource(newest, /generated (\d{4}-\d\d-\d\d)/),
    ec2Regional: datedSource(regional, /\((\d{4}-\d\d-\d\d)\)/),
    fargate: datedSource(compute._about.fargate, /(January 2021)/),
    lambda: lambdaSource,
  };
  return `/**
 * Prices, and nothing else: the code that looks them up is in price-list.ts. Made by src/build/derive-prices.mjs,
 * which says from what; do not edit by hand. US dollars, on demand, Linux, without tax, free tier or discount.
 */

/** Where prices are from, and the date on which they held there. */
export const PRICE_SOURCES = ${JSON.stringify(sources)} as const;

/** Columns of {@link EC2_PRICES}: the regions that CodeGuru Profiler is in. */
export const EC2_REGIONS: readonly string[] = ${JSON.stringify(ec2._about.codeguruRegions)};

/**
 * Dollars an hour. A line is an instance type, then a price for each column: \`=\` the same as in the column before,
 * \`-\` not known or not offered, as are columns that are missing at the end.
 */
export const EC2_PRICES = \`
${ec2Lines().join('\n')}
\`;

/**
 * How much dearer a region is than us-east-1, by first letter of the instance family, \`''\` for others: the median over
 * types with a price in both. For estimating what {@link EC2_PRICES} leaves out.
 */
export const REGION_FACTORS: Readonly<Record<string, Readonly<Record<string, number>>>> = ${JSON.stringify(regionFactors())};

/** Dollars a vCPU-hour and a GB-hour, Linux on x86. */
export const FARGATE_PRICES: Readonly<Record<string, { readonly vCpuHour: number; readonly gbHour: number }>> = ${JSON.stringify(fargatePrices())};

/** Dollars a GB-second, first tier, x86; \`''\` for regions without a line of their own. */
export const LAMBDA_PRICES: Readonly<Record<string, number>> = ${JSON.stringify(lambdaPrices())};
`;
}

/**
 * `column or table: repository path revision (date)` as name and ISO date.
 * @param {string} text
 * @param {RegExp} datePattern
 */
function datedSource(text, datePattern) {
  const date = datePattern.exec(text)?.[1];
  if (date === undefined) {
    throw new Error(`no date like ${datePattern} in the source: ${text}`);
  }
  const repository =
    /[\w.-]+\/[\w.-]+ [\w./-]+\.(?:go|js)|[\w.-]+\/[\w.-]+ commit \w{8}/.exec(text)?.[0] ?? text;
  return { name: repository, date: date === 'January 2021' ? '2021-01' : date };
}

function ec2Lines() {
  const columns = ec2._about.codeguruRegions.map((region) => ec2.regions.indexOf(region));
  return Object.keys(ec2.prices)
    .sort()
    .map((type) => {
      const prices = columns.map((column) => ec2.prices[type]?.[column] ?? null);
      const cells = prices.map((price, i) => priceCell(price, prices[i - 1]));
      return `${type} ${cells.join(' ')}`.replace(/(?: -)+$/, '');
    })
    .filter((line) => line.includes(' '));
}

/**
 * @param {number | null} price
 * @param {number | null | undefined} before the price in the column before
 */
function priceCell(price, before) {
  if (price === null) {
    return '-';
  }
  return price === before ? '=' : String(price).replace(/^0\./, '.');
}

function regionFactors() {
  return Object.fromEntries(
    Object.entries(ec2.regionMultiplier).map(([region, { median, byFamilyLetter }]) => [
      region,
      { '': median, ...byFamilyLetter },
    ]),
  );
}

function fargatePrices() {
  const byRegion = Object.entries(compute.fargate.linuxX86ByRegion).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    byRegion.map(([region, { vcpuHour, gbHour }]) => [region, { vCpuHour: vcpuHour, gbHour }]),
  );
}

function lambdaPrices() {
  return { '': compute.lambda.default.x86_64, ...compute.lambda.x86_64ApproxByRegion };
}
