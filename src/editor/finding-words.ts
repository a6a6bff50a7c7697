import { visibleText } from '../base/visible-text';
import type { Finding } from '../focus/findings';
import type { LoadedProfile } from '../focus/loaded-profile';
import { affectedShare } from '../insight/recommend';
import type { FleetCost } from '../insight/cost';
import { costOf } from '../insight/cost';
import { explainCost } from '../insight/cost-words';
import { formatDollars, formatShare } from '../profile/format';
import type { Fraction } from '../profile/units';
import { escapeMarkdown } from './hover-text';
import type { WordOptions } from './words';

type L10n = WordOptions['l10n'];

export type Severity = 'warning' | 'information' | 'hint';

/**
 * How loudly a finding is told, by what a remedy could win. Never an error: the program is right, only dear. A
 * twentieth of all CPU is more than most afternoons of tuning bring, so that warns; one per cent is where rules begin to
 * speak at all; less is one of many places of a finding that is large only as a whole, and is marked without a row in
 * Problems. So is what was measured on another body: it may have been mended already.
 */
export function severityOf(share: Fraction, isStale: boolean): Severity {
  if (isStale || share < 0.01) return 'hint';
  return share < 0.05 ? 'information' : 'warning';
}

/** `Recreation of AWS SDK Service Clients: 8.2 % of CPU, about $274/yr. Create the client once and reuse it.` */
export function findingSentence(
  finding: Finding,
  isStale: boolean,
  { l10n, cost }: { readonly l10n: L10n; readonly cost: FleetCost | undefined },
): string {
  const { pattern } = finding.recommendation;
  const name = visibleText(pattern.name, 200);
  const advice = visibleText(firstSentence(pattern.resolutionSteps), 500);
  const stale = isStale ? ` ${l10n.t('Measured before this function changed.')}` : '';
  return `${name}: ${amountWords(finding, { l10n, cost })}.${stale} ${advice}`;
}

/** `8.2 % of CPU, about $274/yr`, without dollars where no fleet is known or not CPU was counted. */
function amountWords(
  { share, isOfCpu }: Pick<Finding, 'share' | 'isOfCpu'>,
  { l10n, cost }: { readonly l10n: L10n; readonly cost: FleetCost | undefined },
): string {
  const part = isOfCpu
    ? l10n.t('{0} of CPU', formatShare(share))
    : l10n.t('{0} of samples', formatShare(share));
  return isOfCpu && cost ? `${part}, ${l10n.t('about {0}', formatDollars(costOf(cost, share)))}` : part;
}

/** Of Markdown: links become their text. */
function firstSentence(markdown: string): string {
  const text = markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').trim();
  return /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;
}

/** A finding with its description, what to do about it, and where it is, as Markdown to be read. */
export function findingReport(finding: Finding, loaded: LoadedProfile, l10n: L10n): string {
  const { recommendation, site, stack } = finding;
  const { pattern } = recommendation;
  const heading = (text: string): string => `## ${escapeMarkdown(text)}`;
  return [
    `# ${escapeMarkdown(visibleText(pattern.name, 200))}`,
    escapeMarkdown(
      l10n.t(
        '{0} calls it: {1}. All places together: {2}.',
        visibleText(site.frame.name, 200),
        amountWords(finding, { l10n, cost: loaded.cost }),
        amountWords({ ...finding, share: affectedShare(recommendation) }, { l10n, cost: loaded.cost }),
      ),
    ),
    foreignMarkdown(pattern.description),
    heading(l10n.t('What to do')),
    foreignMarkdown(pattern.resolutionSteps),
    heading(l10n.t('Where')),
    stack.map((name) => `1. ${escapeMarkdown(visibleText(name, 200))}`).join('\n'),
    ...costParagraphs(finding, loaded, l10n),
    escapeMarkdown(
      l10n.t(
        'Found in {0} ({1}). From {2} % of the samples upwards it counts as a recommendation.',
        visibleText(loaded.group, 100),
        visibleText(loaded.connectionLabel, 100),
        pattern.thresholdPercent,
      ),
    ),
    '',
  ].join('\n\n');
}

function costParagraphs({ share, isOfCpu }: Finding, { cost }: LoadedProfile, l10n: L10n): string[] {
  if (!cost || !isOfCpu) return [];
  const lines = explainCost(cost, share, l10n.t('This place'));
  return [`## ${escapeMarkdown(l10n.t('Cost'))}`, lines.map(escapeMarkdown).join('  \n')];
}

/**
 * Texts of patterns come from the service, so from AWS or from whoever answers in its place. Of their Markdown, what
 * reads well is kept, lists and links; what would load something or hide where it leads is not. A link names its host.
 */
export function foreignMarkdown(text: string): string {
  return text
    .slice(0, MAX_TEXT)
    .split(/\r?\n/)
    .map((line) => {
      const [, marker = '', rest = ''] = /^(\s{0,8}(?:[-*]|\d{1,3}\.)\s+)?(.*)$/.exec(line) ?? [];
      return marker.replace('*', '-') + withLinks(rest);
    })
    .join('\n');
}

const MAX_TEXT = 20_000;

const LINK = /\[([^[\]]{1,500})\]\((https:\/\/([\w.-]{1,253})(?:[/?#][\w./~:?#@!$&'*+,;=%-]{0,2000})?)\)/g;

function withLinks(line: string): string {
  let [written, at] = ['', 0];
  for (const { 0: whole, 1: text, 2: address, 3: host, index } of line.matchAll(LINK)) {
    // An image loads by itself.
    const isImage = line[index - 1] === '!';
    written += escapeMarkdown(line.slice(at, isImage ? index - 1 : index));
    written += isImage
      ? escapeMarkdown(text)
      : `[${escapeMarkdown(text)}](<${address}>) \\(${escapeMarkdown(host)}\\)`;
    at = index + whole.length;
  }
  return written + escapeMarkdown(line.slice(at));
}
