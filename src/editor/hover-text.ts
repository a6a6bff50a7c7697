import { visibleText } from '../base/visible-text';
import { callTreeOf, functionTotalsOf } from '../focus/figures';
import type { Finding } from '../focus/findings';
import { nameInModule } from '../focus/function-name';
import { neighboursOf } from '../profile/neighbours';
import type { FunctionSides } from '../focus/function-change';
import type { Neighbour } from '../profile/neighbours';
import type { LoadedProfile } from '../focus/loaded-profile';
import { labelOf } from '../focus/source-label';
import { DAY, isLatest } from '../focus/time-range';
import { viewName } from '../focus/view-name';
import { commandLink } from '../host/contributions';
import { explainCost } from '../insight/cost-words';
import { formatAge, formatDuration, formatSamples, formatShare } from '../profile/format';
import { frameRef } from '../profile/hot-spots';
import { share } from '../profile/share';
import type { SampleCount } from '../profile/units';
import type { Annotation } from './annotations';
import type { ComparedFunction } from './compared-functions';
import type { HeatMark } from './heat-marks';
import type { Sparkline } from './sparkline';
import { sidesText, stateWords } from './words';

/** The hover as Markdown. Pure, so that it can be read in a test; hovers.ts shows it. */
export interface HoverOptions {
  readonly l10n: { t(message: string, ...values: (string | number)[]): string };
  readonly minimumSamples: SampleCount;
}

/** What is known of a function beside its figures. */
export interface HoverSubject {
  readonly findings: readonly Finding[];
  /** On both sides of the comparison that is open. */
  readonly sides: FunctionSides | undefined;
  /** Its last day, where that came in time. */
  readonly trend: Sparkline | undefined;
}

/**
 * Paragraphs in the order of importance; what nothing is known about is left out. VS Code shows a quarter of a screen before it
 * has to be scrolled: so figures and links stand first, and what they rest on is the small print below.
 */
export function hoverText(
  at: Annotation,
  loaded: LoadedProfile,
  { findings, sides, trend }: HoverSubject,
  options: HoverOptions,
): string {
  const isChanged = at.freshness.state === 'changed';
  const freshness = freshnessSentence(at);
  const isEnough = hasEnough(at, options);
  const [cost, ...arithmetic] = isEnough ? costLines(at, loaded, options) : [];
  const figures = isEnough
    ? [
        joinLines([
          titleOf(at),
          [shareSentence(at, loaded, options), ...stateWordsOf(at, options)].join(' · '),
          sides ? escapeMarkdown(sidesText(sides, options.l10n)) : '',
          isChanged ? freshness : '',
          cost,
        ]),
        trend ? trendLine(trend, at, options) : '',
        joinLines([
          ...neighbourLines(at, loaded, options),
          ...findings.map((finding) => findingLine(finding, loaded)),
        ]),
      ]
    : [joinLines([titleOf(at), tooFewSentence(at, options)])];
  return joinParagraphs([
    ...figures,
    joinLines([originSentence(loaded, options), actions(at, loaded, options)]),
    joinLines([isChanged ? '' : freshness, ...arithmetic]),
  ]);
}

/** Of a function that ran on a side of the comparison and not in the profile in focus. */
export function sideHoverText(at: ComparedFunction, sides: FunctionSides, options: HoverOptions): string {
  const { l10n } = options;
  return joinParagraphs([
    joinLines([
      titleOf(at),
      escapeMarkdown(sidesText(sides, l10n)),
      escapeMarkdown(l10n.t('In the profile that is shown it was not seen running.')),
    ]),
    joinLines([originSentence(at.loaded, options), freshnessSentence(at)]),
  ]);
}

/** Over a hot line inside of a function: the line, then its function in a sentence, and where it is from. */
export function lineHoverText(
  at: Annotation,
  marks: readonly HeatMark[],
  loaded: LoadedProfile,
  options: HoverOptions,
): string {
  const { l10n } = options;
  const lines = marks.map(({ first, last, share: part }) => {
    const amount = l10n.t('{0} of {1}', formatShare(part), viewName(at.figures.view, l10n));
    return escapeMarkdown(
      first === last
        ? l10n.t('Line {0}: {1}', first, amount)
        : l10n.t('Lines {0}–{1}: {2}, somewhere in these', first, last, amount),
    );
  });
  const figures = hasEnough(at, options)
    ? [...lines, shareSentence(at, loaded, options)]
    : [tooFewSentence(at, options)];
  return joinParagraphs([
    joinLines([titleOf(at), ...figures]),
    joinLines([originSentence(loaded, options), freshnessSentence(at)]),
    actions(at, loaded, options),
  ]);
}

function joinParagraphs(paragraphs: readonly string[]): string {
  return paragraphs.filter((paragraph) => paragraph !== '').join('\n\n');
}

/** Lines of one paragraph. */
function joinLines(lines: readonly string[]): string {
  // Two spaces at the end of a line keep the next one a line of its own.
  return lines.filter((line) => line !== '').join('  \n');
}

function titleOf({ place }: Annotation): string {
  return `**${escapeMarkdown(visibleText(place.symbol, 200))}**`;
}

function hasEnough({ figures }: Annotation, { minimumSamples }: HoverOptions): boolean {
  return figures.sum >= minimumSamples;
}

function tooFewSentence({ figures }: Annotation, { l10n }: HoverOptions): string {
  return escapeMarkdown(l10n.t('Too few samples ({0}) to tell a share.', figures.sum));
}

/** Whether the text is the one that was measured; says what was compared with what. */
function freshnessSentence({ freshness }: Annotation): string {
  return escapeMarkdown(visibleText(freshness.why, 500));
}

/** The words stand beside the picture too: low and high are what a picture of this size cannot say. */
function trendLine({ image, words }: Sparkline, { figures }: Annotation, { l10n }: HoverOptions): string {
  const what = l10n.t('{0} over the last day: {1}', viewName(figures.view, l10n), words);
  return `![${altText(what)}](${image}) ${escapeMarkdown(what)}`;
}

/** What stands for a picture is shown with its escapes, so nothing is left in it that would need any. */
function altText(text: string): string {
  return text.replaceAll('<', '≤').replace(/[^\p{L}\p{N}\s.,:%+≤]/gu, '');
}

/**
 * Foreign text as text: every ASCII punctuation character may be escaped in Markdown, and with all of them escaped
 * none starts a link, an address, a heading or HTML.
 */
export function escapeMarkdown(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, '\\$&').replace(/\s+/g, ' ');
}

/** Sentences of ours hold foreign names and figures, so whole sentences are escaped. */
function shareSentence(
  { figures: { view, self, total, sum } }: Annotation,
  { asked }: LoadedProfile,
  { l10n }: HoverOptions,
): string {
  return escapeMarkdown(
    l10n.t(
      '{0} {1} of {2} ({3} of {4}), self {5}',
      viewName(view, l10n),
      formatShare(share(total, sum)),
      isLatest(asked) ? l10n.t('the latest {0}', formatDuration(asked.latest)) : l10n.t('the selected range'),
      Math.round(total).toLocaleString('en-US'),
      formatSamples(sum),
      formatShare(share(self, sum)),
    ),
  );
}

/** As shares of the function's own samples, so that they add up to all of it. */
function stateWordsOf({ figures: { states } }: Annotation, { l10n }: HoverOptions): string[] {
  const own = states.running + states.waiting + states.blocked;
  if (own === 0) return [];
  const { running, waiting, blocked } = states;
  const shares = { running: running / own, waiting: waiting / own, blocked: blocked / own };
  return stateWords(shares, l10n).map(escapeMarkdown);
}

/** The cost with its arithmetic, and then where its terms are from. */
function costLines(
  { figures, place }: Annotation,
  { cost }: LoadedProfile,
  { l10n }: HoverOptions,
): string[] {
  if (cost) return explainCost(cost, figures.cpuShare, visibleText(place.symbol, 100)).map(escapeMarkdown);
  const words = escapeMarkdown(
    l10n.t('Cost: not known, because no fleet is set and the profile names none.'),
  );
  return [`${words} [${escapeMarkdown(l10n.t('Set fleet…'))}](${commandLink('burnline.setFleet')})`];
}

/** As many as fit into a hover; the flame graph has all of them. */
const NEIGHBOURS = 3;

function neighbourLines(at: Annotation, loaded: LoadedProfile, { l10n }: HoverOptions): string[] {
  const tree = callTreeOf(loaded.profile, at.figures.view);
  const { callers, callees } = neighboursOf(tree, at.frames, NEIGHBOURS);
  const line = (words: string, neighbours: readonly Neighbour[]): string =>
    neighbours.length === 0
      ? ''
      : `${escapeMarkdown(words)} ${neighbours.map((one) => neighbourLink(one, at, loaded)).join(', ')}`;
  return [line(l10n.t('called by'), callers), line(l10n.t('calls'), callees)];
}

function neighbourLink(
  { frame, samples }: Neighbour,
  { figures: { sum, view } }: Annotation,
  { profile }: LoadedProfile,
): string {
  const ref = frameRef(functionTotalsOf(profile, view), frame);
  const text = escapeMarkdown(visibleText(nameInModule(ref.name), 100));
  // A link is looked at by VS Code as a whole; a name of a megabyte in it helps nobody.
  const isLinkable = ref.name.length + ref.file.length < 2000;
  const shown = isLinkable ? `[${text}](${commandLink('burnline.goToFrame', ref)})` : text;
  return `${shown} ${escapeMarkdown(formatShare(share(samples, sum)))}`;
}

function findingLine(
  { recommendation, share: part, stack }: Finding,
  { connectionId, group }: LoadedProfile,
): string {
  const link = commandLink('burnline.openFlameGraph', { connectionId, group, view: 'cpu', stack });
  const name = escapeMarkdown(visibleText(recommendation.pattern.name, 200));
  return `⚠ [${name}](${link}) ${escapeMarkdown(formatShare(part))}`;
}

function originSentence(loaded: LoadedProfile, { l10n }: HoverOptions): string {
  const name = visibleText(labelOf(loaded), 100);
  const parts = [name, ...timeWords(loaded)];
  return escapeMarkdown(l10n.t('Profile of {0} ({1})', parts.join(', '), loaded.connectionLabel));
}

/** `4:20 – 4:36 PM` and how old that is; nothing of a file that does not tell. */
function timeWords({ profile, fetchedAt }: LoadedProfile): string[] {
  const { start, end } = profile.meta;
  if (end <= 0) return [];
  const age = Math.max(0, fetchedAt - end);
  const style: Intl.DateTimeFormatOptions =
    age < DAY ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' };
  const format = new Intl.DateTimeFormat([], style);
  return [0 < start && start < end ? format.formatRange(start, end) : format.format(end), formatAge(age)];
}

/** All of them lead to what can be seen; none changes what is shown in the editor or written anywhere. */
function actions(at: Annotation, { connectionId, group }: LoadedProfile, { l10n }: HoverOptions): string {
  const flame = { connectionId, group, view: at.figures.view, function: at.ref };
  return [
    link(
      l10n.t('Flame Graph'),
      commandLink('burnline.openFlameGraph', flame),
      l10n.t('Open the flame graph at this function'),
    ),
    link(
      l10n.t('Inspect'),
      commandLink('burnline.inspectFrame', at.ref),
      l10n.t('Open the flame graph with all callers and callees of this function'),
    ),
    link(
      l10n.t('Hide'),
      commandLink('burnline.hideFrame', at.ref),
      l10n.t('Open the flame graph without this function'),
    ),
    link(
      l10n.t('Compare…'),
      commandLink('burnline.compare', { connectionId, group }),
      l10n.t('Compare this profile with another one'),
    ),
  ].join(' · ');
}

/** @param title what a pointer over it is told; without it that would be the address */
function link(text: string, address: string, title: string): string {
  return `[${escapeMarkdown(text)}](${address} "${escapeMarkdown(title)}")`;
}
