import * as vscode from 'vscode';
import { visibleText } from '../base/visible-text';
import { callTreeOf } from '../focus/figures';
import { findingsOf } from '../focus/findings';
import type { Finding } from '../focus/findings';
import { neighboursOf, share } from '../focus/function-figures';
import type { Neighbour } from '../focus/function-figures';
import type { LoadedProfile } from '../focus/loaded-profile';
import { isLatest } from '../focus/time-range';
import { toAbortSignal } from '../host/abort-token';
import { asLink, trustedMarkdown } from '../host/commands';
import { getSetting } from '../host/settings';
import { explainCost } from '../insight/cost-words';
import type { CodeFilter } from '../insight/my-code';
import { formatAge, formatDuration, formatSamples, formatShare } from '../profile/format';
import type { Profile } from '../profile/tables';
import type { AnnotationSource } from './annotation-source';
import type { Annotation } from './annotations';
import { stateWords, viewName } from './words';

export interface HoverServices {
  readonly annotations: AnnotationSource;
  codeFilter(): CodeFilter;
}

/** Over the head of a function that was seen running: its figures, where they are from, and where to go from here. */
export function registerHovers(services: HoverServices): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { language: 'python' },
    {
      provideHover: async (document, position, token) => {
        const annotated = await services.annotations.annotationsOf(document, toAbortSignal(token));
        const line = position.line + 1;
        const at = annotated?.functions.find(({ place }) => place.firstLine <= line && line <= place.line);
        if (!annotated || !at) return undefined;
        const findings = findingsOf(annotated.loaded, services.codeFilter()).filter(
          ({ site: { frame } }) => frame.name === at.ref.name && frame.file === at.ref.file,
        );
        return new vscode.Hover(describeFunction(at, annotated.loaded, findings));
      },
    },
  );
}

/** Parts in the order of importance, each a paragraph; parts about which nothing is known are left out. */
function describeFunction(
  at: Annotation,
  loaded: LoadedProfile,
  findings: readonly Finding[],
): vscode.MarkdownString {
  const markdown = trustedMarkdown();
  markdown.appendMarkdown('**').appendText(visibleText(at.ref.name, 200)).appendMarkdown('**\n\n');
  const hasEnough = at.figures.sum >= getSetting('burnline.minimumSamples');
  markdown.appendText(hasEnough ? shareSentence(at, loaded) : tooFewSentence(at)).appendMarkdown('\n\n');
  if (hasEnough) {
    appendStates(markdown, at);
    appendCost(markdown, at, loaded);
    appendNeighbours(markdown, at, loaded);
    appendFindings(markdown, findings, loaded);
  }
  markdown.appendText(originSentence(loaded)).appendMarkdown('\n\n');
  appendActions(markdown, at, loaded);
  return markdown;
}

function shareSentence({ figures }: Annotation, { asked }: LoadedProfile): string {
  const { l10n } = vscode;
  const { view, self, total, sum } = figures;
  return l10n.t(
    '{0} {1} of {2} ({3} of {4}), self {5}',
    viewName(view, l10n),
    formatShare(share(total, sum)),
    isLatest(asked) ? l10n.t('the latest {0}', formatDuration(asked.latest)) : l10n.t('the selected range'),
    Math.round(total).toLocaleString(),
    formatSamples(sum),
    formatShare(share(self, sum)),
  );
}

function tooFewSentence({ figures }: Annotation): string {
  return vscode.l10n.t('Too few samples ({0}) to tell a share.', figures.sum);
}

/** As shares of the function's own samples, so that they add up to all of it. */
function appendStates(markdown: vscode.MarkdownString, { figures: { states } }: Annotation): void {
  const own = states.running + states.waiting + states.blocked;
  if (own === 0) return;
  const shares = {
    running: states.running / own,
    waiting: states.waiting / own,
    blocked: states.blocked / own,
  };
  markdown.appendText(stateWords(shares, vscode.l10n).join(' · ')).appendMarkdown('\n\n');
}

function appendCost(
  markdown: vscode.MarkdownString,
  { figures, ref }: Annotation,
  { cost }: LoadedProfile,
): void {
  if (!cost) {
    const setFleet = vscode.l10n.t('Set fleet…');
    markdown.appendText(
      vscode.l10n.t('Cost: not known, because no fleet is set and the profile names none.'),
    );
    markdown.appendMarkdown(` [${setFleet}](${asLink('burnline.setFleet')})\n\n`);
    return;
  }
  for (const line of explainCost(cost, figures.cpuShare, visibleText(lastName(ref.name), 100))) {
    markdown.appendText(line).appendMarkdown('  \n');
  }
  markdown.appendMarkdown('\n');
}

/** As many as fit into a hover; the flame graph has all of them. */
const NEIGHBOURS = 3;

function appendNeighbours(markdown: vscode.MarkdownString, at: Annotation, loaded: LoadedProfile): void {
  const { callers, callees } = neighboursOf(
    callTreeOf(loaded.profile, at.figures.view),
    at.frames,
    NEIGHBOURS,
  );
  appendLinks(markdown, vscode.l10n.t('called by'), callers, at, loaded.profile);
  appendLinks(markdown, vscode.l10n.t('calls'), callees, at, loaded.profile);
}

function appendLinks(
  markdown: vscode.MarkdownString,
  words: string,
  neighbours: readonly Neighbour[],
  { figures: { sum } }: Annotation,
  { frames }: Profile,
): void {
  if (neighbours.length === 0) return;
  markdown.appendText(`${words} `);
  neighbours.forEach(({ frame, samples }, i) => {
    const [name, file] = [frames.name[frame], frames.file[frame]];
    const link = asLink('burnline.goToFrame', { name, file, firstLine: 0, lastLine: 0 });
    if (i > 0) markdown.appendText(', ');
    appendLink(markdown, visibleText(lastName(name), 100), link);
    markdown.appendText(` ${formatShare(share(samples, sum))}`);
  });
  markdown.appendMarkdown('\n\n');
}

function appendFindings(
  markdown: vscode.MarkdownString,
  findings: readonly Finding[],
  { connectionId, group }: LoadedProfile,
): void {
  for (const finding of findings) {
    const link = asLink('burnline.openFlameGraph', {
      connectionId,
      group,
      view: 'cpu',
      stack: finding.stack,
    });
    markdown.appendMarkdown('$(warning) ');
    appendLink(markdown, visibleText(finding.recommendation.pattern.name, 200), link);
    markdown.appendText(` ${formatShare(finding.share)}`).appendMarkdown('\n\n');
  }
}

function originSentence({ group, connectionLabel, profile, fetchedAt }: LoadedProfile): string {
  const { start, end } = profile.meta;
  const [from, to] = [start, end].map((time) =>
    new Date(time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }),
  );
  return vscode.l10n.t(
    'Profile of {0}, {1}–{2}, {3} ({4})',
    visibleText(group, 100),
    from,
    to,
    formatAge(Math.max(0, fetchedAt - end)),
    connectionLabel,
  );
}

function appendActions(markdown: vscode.MarkdownString, at: Annotation, loaded: LoadedProfile): void {
  const { connectionId, group } = loaded;
  const { view } = at.figures;
  const flame = asLink('burnline.openFlameGraph', { connectionId, group, view, function: at.ref });
  const compare = asLink('burnline.compare', { connectionId, group });
  markdown.appendMarkdown(
    `[${vscode.l10n.t('Flame Graph')}](${flame}) · [${vscode.l10n.t('Compare…')}](${compare})`,
  );
}

/** Frame names are foreign text: nothing in them may end the link's text or start Markdown of its own. */
function appendLink(markdown: vscode.MarkdownString, text: string, target: string): void {
  markdown.appendMarkdown('[').appendText(text).appendMarkdown(`](${target})`);
}

/** `quote` of `shop.pricing:Engine:quote`. */
function lastName(name: string): string {
  return name.split(':').at(-1) || name;
}
