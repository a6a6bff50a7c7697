import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import { visibleText } from '../base/visible-text';
import { findingsOf } from '../focus/findings';
import type { Finding } from '../focus/findings';
import type { Focus } from '../focus/focus';
import type { LoadedProfile } from '../focus/loaded-profile';
import { getSetting, onDidChangeSettings } from '../host/settings';
import type { Log } from '../host/log';
import { describeError } from '../host/log';
import type { CodeFilter } from '../insight/my-code';
import type { Locator } from '../source/location';
import type { AnnotationSource } from './annotation-source';
import { asOne, placeFindings } from './finding-places';
import type { OpenFile, PlacedFinding } from './finding-places';
import { reportUri } from './finding-report';
import { findingSentence, severityOf } from './finding-words';
import type { WorkspaceSource } from './source-access';

export interface DiagnosticServices {
  readonly focus: Focus;
  readonly annotations: AnnotationSource;
  readonly source: WorkspaceSource;
  readonly locator: Locator;
  readonly codeFilter: () => CodeFilter;
  readonly log: Log;
}

/** A finding and where it is shown, for the quick fix. */
export interface ShownFinding {
  readonly diagnostic: vscode.Diagnostic;
  /** Those on the line together. */
  readonly finding: Finding;
  readonly parts: readonly Finding[];
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
  owned.add(services.annotations.onDidChange(refresh));
  owned.add(
    onDidChangeSettings(
      [
        'burnline.diagnostics.enabled',
        'burnline.diagnostics.maximumPerFile',
        'burnline.inlineInsights.enabled',
        'burnline.myCode',
      ],
      refresh,
    ),
  );
  owned.add(vscode.workspace.onDidChangeWorkspaceFolders(refresh));
  owned.add(
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (shown.hasHad(document.uri)) shown.scheduleAfterEdit();
    }),
  );
  refresh();
  return { at: (uri) => shown.at(uri), dispose: () => owned.dispose() };
}

/** Edits come in bursts. Until then VS Code itself moves what is marked with the text around it. */
const SETTLE_MS = 300;

class ShownFindings implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('burnline');
  private readonly byUri = new Map<string, readonly ShownFinding[]>();
  /** What an edit takes away, as half a line does, the next may bring back. */
  private readonly had = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private running: AbortController | undefined;
  private isOutdated = false;

  constructor(private readonly services: DiagnosticServices) {}

  at(uri: vscode.Uri): readonly ShownFinding[] {
    return this.byUri.get(uri.toString()) ?? [];
  }

  hasHad(uri: vscode.Uri): boolean {
    return this.had.has(uri.toString());
  }

  /** What is being found is shown first: on a busy machine profiles come faster than their places are found. */
  schedule(): void {
    if (this.running) {
      this.isOutdated = true;
      return;
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), SETTLE_MS);
  }

  /** What is being found has lines of the text before. */
  scheduleAfterEdit(): void {
    this.running?.abort();
    this.running = undefined;
    this.schedule();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.running?.abort();
    this.running = undefined;
    this.collection.dispose();
  }

  private async run(): Promise<void> {
    const running = new AbortController();
    this.running = running;
    this.isOutdated = false;
    try {
      const found = await this.findAll(running.signal);
      if (!running.signal.aborted) this.show(found);
    } catch (error) {
      if (!running.signal.aborted) this.services.log.error(describeError(error));
    }
    if (this.running !== running) return;
    this.running = undefined;
    if (this.isOutdated) this.schedule();
  }

  private async findAll(signal: AbortSignal): Promise<Map<string, ShownFinding[]>> {
    const byUri = new Map<string, ShownFinding[]>();
    const { focus, codeFilter, source, locator } = this.services;
    const loaded = focus.current;
    const findings = loaded && isWanted() ? findingsOf(loaded, codeFilter()) : [];
    if (!loaded || findings.length === 0) return byUri;
    const { openFiles, uris } = await this.openFiles(findings, signal);
    const placed = await placeFindings(findings, loaded, {
      locator,
      roots: source.roots(),
      openFiles,
      readFile: (path) => source.readFile(path),
      signal,
    });
    for (const one of placed) {
      for (const uri of uris.get(one.path) ?? [source.uriOf(one.path)]) {
        if (!uri || !getSetting('burnline.diagnostics.enabled', uri)) continue;
        const key = uri.toString();
        const before = byUri.get(key) ?? [];
        // They come costliest first.
        if (before.length < getSetting('burnline.diagnostics.maximumPerFile', uri)) {
          byUri.set(key, [...before, toShown(one, loaded)]);
        }
      }
    }
    return byUri;
  }

  /**
   * Of the open documents those that a finding can be in: the others are not parsed for this. A file may be open through links
   * as well, and is marked wherever its text is the same.
   */
  private async openFiles(
    findings: readonly Finding[],
    signal: AbortSignal,
  ): Promise<{ openFiles: readonly OpenFile[]; uris: ReadonlyMap<string, readonly vscode.Uri[]> }> {
    const { source, locator, annotations } = this.services;
    const open = new Map<string, OpenFile>();
    const uris = new Map<string, readonly vscode.Uri[]>();
    for (const document of vscode.workspace.textDocuments) {
      const path = await source.documentPath(document.uri);
      // Others show the text of a file as well, as git's side of a difference does.
      if (source.uriOf(path)?.scheme !== document.uri.scheme) continue;
      if (!findings.some(({ site }) => locator.mayBeIn(site.frame, path))) continue;
      const annotated = await annotations.annotationsOf(document, signal);
      signal.throwIfAborted();
      if (!annotated) continue;
      const mine = { path, text: document.getText(), functions: annotated.functions };
      const one = open.get(path) ?? mine;
      open.set(path, one);
      if (one.text === mine.text) uris.set(path, [...(uris.get(path) ?? []), document.uri]);
    }
    return { openFiles: [...open.values()], uris };
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
    for (const [uri, findings] of found) {
      this.byUri.set(uri, findings);
      this.had.add(uri);
    }
  }
}

/** The one switch for all that stands in the text is for these marks as well. */
function isWanted(): boolean {
  return getSetting('burnline.inlineInsights.enabled');
}

function textOf(findings: readonly ShownFinding[]): string {
  return JSON.stringify(
    findings.map(({ diagnostic: { range, message, severity, code } }) => [range, message, severity, code]),
  );
}

const SEVERITIES = {
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
} as const;

function toShown(placed: PlacedFinding, loaded: LoadedProfile): ShownFinding {
  const { line, text, state, findings } = placed;
  const finding = asOne(placed);
  const isStale = state === 'changed';
  const range = new vscode.Range(line, text.length - text.trimStart().length, line, text.trimEnd().length);
  const message = findingSentence(finding, isStale, { l10n: vscode.l10n, cost: loaded.cost });
  const diagnostic = new vscode.Diagnostic(range, message, SEVERITIES[severityOf(finding.share, isStale)]);
  // Problems can be filtered by the source and, in the table, grouped by the code: one for each kind of finding.
  diagnostic.source = DIAGNOSTIC_SOURCE;
  diagnostic.code = {
    value: visibleText(finding.recommendation.pattern.name, 200),
    target: reportUri(finding, loaded),
  };
  return { diagnostic, finding, parts: findings, loaded };
}
