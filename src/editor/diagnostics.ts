import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import { visibleText } from '../base/visible-text';
import { findingsOf } from '../focus/findings';
import type { Finding } from '../focus/findings';
import type { Focus } from '../focus/focus';
import type { LoadedProfile } from '../focus/loaded-profile';
import { onDidChangeSettings } from '../host/settings';
import type { Log } from '../host/log';
import { describeError } from '../host/log';
import { costOf } from '../insight/cost';
import type { FleetCost } from '../insight/cost';
import type { CodeFilter } from '../insight/my-code';
import { lineOfCall } from '../insight/own-call-site';
import { formatDollars, formatShare } from '../profile/format';
import type { Found, Locator } from '../source/location';
import type { WorkspaceSource } from './source-access';

export interface DiagnosticServices {
  readonly focus: Focus;
  readonly source: WorkspaceSource;
  readonly locator: Locator;
  readonly codeFilter: () => CodeFilter;
  readonly log: Log;
}

/** A finding and where it is shown, for the quick fix. */
export interface ShownFinding {
  readonly diagnostic: vscode.Diagnostic;
  readonly finding: Finding;
  readonly loaded: LoadedProfile;
}

export interface Diagnostics extends vscode.Disposable {
  at(uri: vscode.Uri): readonly ShownFinding[];
}

export const DIAGNOSTIC_SOURCE = 'Burnline';

/** Recommendations as problems, on the line of the person's own code that makes the costly call. */
export function registerDiagnostics(services: DiagnosticServices): Diagnostics {
  const owned = new Disposables();
  const shown = new ShownFindings(services);
  owned.add(shown);
  const refresh = (): void => shown.schedule();
  owned.add(services.focus.onDidChange(refresh));
  owned.add(onDidChangeSettings(['burnline.myCode'], refresh));
  owned.add(vscode.workspace.onDidChangeWorkspaceFolders(refresh));
  owned.add(
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (shown.at(document.uri).length > 0) refresh();
    }),
  );
  refresh();
  return { at: (uri) => shown.at(uri), dispose: () => owned.dispose() };
}

/** Edits come in bursts; a problem may follow its line half a second late. */
const SETTLE_MS = 300;

class ShownFindings implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('burnline');
  private readonly byUri = new Map<string, readonly ShownFinding[]>();
  private timer: NodeJS.Timeout | undefined;
  private running: AbortController | undefined;

  constructor(private readonly services: DiagnosticServices) {}

  at(uri: vscode.Uri): readonly ShownFinding[] {
    return this.byUri.get(uri.toString()) ?? [];
  }

  schedule(): void {
    clearTimeout(this.timer);
    this.running?.abort();
    this.timer = setTimeout(() => void this.run(), SETTLE_MS);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.running?.abort();
    this.collection.dispose();
  }

  private async run(): Promise<void> {
    const running = new AbortController();
    this.running = running;
    try {
      const found = await this.locateAll(running.signal);
      if (!running.signal.aborted) this.show(found);
    } catch (error) {
      if (!running.signal.aborted) this.services.log.error(describeError(error));
    }
  }

  private async locateAll(signal: AbortSignal): Promise<Map<string, ShownFinding[]>> {
    const byUri = new Map<string, ShownFinding[]>();
    const loaded = this.services.focus.current;
    const findings = loaded ? findingsOf(loaded, this.services.codeFilter()) : [];
    if (!loaded || findings.length === 0) return byUri;
    const { locator } = this.services;
    const placed: PlacedFinding[] = [];
    for (const finding of findings) {
      placed.push(...(await place(finding, this.services.source, locator)));
      signal.throwIfAborted();
    }
    for (const { uri, line, text, finding } of mergeByLine(placed)) {
      const shown = { diagnostic: toDiagnostic(finding, line, text, loaded.cost), finding, loaded };
      byUri.set(uri, [...(byUri.get(uri) ?? []), shown]);
    }
    return byUri;
  }

  /** Sets only what is not shown like that already: setting it again makes the Problems view flicker. */
  private show(found: ReadonlyMap<string, readonly ShownFinding[]>): void {
    for (const uri of this.byUri.keys()) {
      if (!found.has(uri)) this.collection.delete(vscode.Uri.parse(uri, true));
    }
    for (const [uri, findings] of found) {
      if (textOf(findings) === textOf(this.byUri.get(uri) ?? [])) continue;
      this.collection.set(
        vscode.Uri.parse(uri, true),
        findings.map(({ diagnostic }) => diagnostic),
      );
    }
    this.byUri.clear();
    for (const [uri, findings] of found) this.byUri.set(uri, findings);
  }
}

function textOf(findings: readonly ShownFinding[]): string {
  return JSON.stringify(findings.map(({ diagnostic: { range, message, code } }) => [range, message, code]));
}

interface PlacedFinding {
  readonly uri: string;
  /** From 0. */
  readonly line: number;
  /** Of that line. */
  readonly text: string;
  readonly finding: Finding;
}

/** One, or none where the calling function is not in the workspace. */
async function place(finding: Finding, source: WorkspaceSource, locator: Locator): Promise<PlacedFinding[]> {
  const location = await locator.locate(finding.site.frame, source.roots());
  if (location.status !== 'exact' && location.status !== 'moved') return [];
  const uri = source.uriOf(location.file);
  const read = await source.readFile(location.file);
  if (!uri || 'why' in read) return [];
  const lines = read.text.split(/\r\n|\r|\n/);
  const line = Math.min(lineOf(finding, location, lines), lines.length) - 1;
  return [{ uri: uri.toString(), line, text: lines[line] ?? '', finding }];
}

/** The agent names methods by the class of the object, so one line of a base class comes once for each subclass. */
function mergeByLine(placed: readonly PlacedFinding[]): PlacedFinding[] {
  const merged = new Map<string, PlacedFinding>();
  for (const one of placed) {
    const key = `${one.finding.recommendation.pattern.id} ${one.line} ${one.uri}`;
    const before = merged.get(key);
    if (!before) merged.set(key, one);
    else merged.set(key, { ...before, finding: addShare(before.finding, one.finding) });
  }
  return [...merged.values()];
}

function addShare(finding: Finding, other: Finding): Finding {
  return { ...finding, share: finding.share + other.share };
}

function toDiagnostic(
  finding: Finding,
  line: number,
  text: string,
  cost: FleetCost | undefined,
): vscode.Diagnostic {
  const range = new vscode.Range(line, text.length - text.trimStart().length, line, text.trimEnd().length);
  const diagnostic = new vscode.Diagnostic(range, sentence(finding, cost), vscode.DiagnosticSeverity.Warning);
  diagnostic.source = DIAGNOSTIC_SOURCE;
  diagnostic.code = visibleText(finding.recommendation.pattern.name, 200);
  return diagnostic;
}

/**
 * In a function that stands where it stood, the lines that were seen executing say where the call is. In one that has
 * moved they say nothing any more; then the call is looked for in all of it, and its head stands for it where the call
 * is not found.
 */
function lineOf({ site }: Finding, { status, line, endLine }: Found, lines: readonly string[]): number {
  const textOf = (number: number): string | undefined => lines[number - 1];
  if (status === 'exact' && site.frame.firstLine > 0) return lineOfCall(site, textOf);
  return lineOfCall({ ...site, frame: { ...site.frame, firstLine: line, lastLine: endLine } }, textOf);
}

/** `Recreation of AWS SDK Service Clients: 8.2 % of CPU, about $274/yr. Create the client once and reuse it.` */
function sentence(
  { recommendation: { pattern }, share, isOfCpu }: Finding,
  cost: FleetCost | undefined,
): string {
  const { l10n } = vscode;
  const name = visibleText(pattern.name, 200);
  const advice = visibleText(firstSentence(pattern.resolutionSteps), 500);
  const part = isOfCpu
    ? l10n.t('{0} of CPU', formatShare(share))
    : l10n.t('{0} of samples', formatShare(share));
  const dollars = isOfCpu && cost ? `, ${l10n.t('about {0}', formatDollars(costOf(cost, share)))}` : '';
  return `${name}: ${part}${dollars}. ${advice}`;
}

/** Of Markdown: links become their text. */
function firstSentence(markdown: string): string {
  const text = markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').trim();
  return /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;
}
