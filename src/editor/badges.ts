import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import { callTreeOf, functionTotalsOf, hottestOf } from '../focus/figures';
import type { Focus } from '../focus/focus';
import type { LoadedProfile } from '../focus/loaded-profile';
import { viewName } from '../focus/view-name';
import type { Log } from '../host/log';
import { describeError } from '../host/log';
import { getSetting, onDidChangeSettings } from '../host/settings';
import type { CodeFilter } from '../insight/my-code';
import { formatShare } from '../profile/format';
import { frameRef } from '../profile/hot-spots';
import { share } from '../profile/share';
import type { StateView } from '../profile/thread-states';
import type { Fraction } from '../profile/units';
import type { Locator } from '../source/location';
import { badgeText, fileShares } from './file-shares';
import type { PlacedFrame } from './file-shares';
import type { WorkspaceSource } from './source-access';

export interface BadgeServices {
  readonly focus: Focus;
  readonly source: WorkspaceSource;
  readonly locator: Locator;
  readonly codeFilter: () => CodeFilter;
  readonly log: Log;
}

/** In the Explorer, what part of the view each file and folder takes. Off until somebody wants it. */
export function registerBadges(services: BadgeServices): vscode.Disposable {
  const owned = new Disposables();
  const badges = owned.add(new Badges(services));
  const refresh = (): void => badges.refresh();
  owned.add(vscode.window.registerFileDecorationProvider(badges));
  owned.add(services.focus.onDidChange(refresh));
  owned.add(services.focus.onDidChangeView(refresh));
  owned.add(
    onDidChangeSettings(
      ['burnline.explorerBadges.enabled', 'burnline.myCode', 'burnline.minimumSamples'],
      refresh,
    ),
  );
  owned.add(vscode.workspace.onDidChangeWorkspaceFolders(refresh));
  refresh();
  return owned;
}

/** Functions below this share are not looked for: their files would say less than one per cent. */
const MINIMUM_SHARE = 0.002;

/** Of a profile with thousands of own functions the hottest: what is left moves no badge by a per cent. */
const MAX_LOCATED = 500;

/** A folder and all of its parents hold the same numbers as long as the profile is the same; live ones come every 5 s. */
const SETTLE_MS = 1000;

/** So long at a time; then whoever else waits for the thread has it. */
const SLICE_MS = 10;

class Badges implements vscode.FileDecorationProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri[]>();
  private shares: ReadonlyMap<string, Fraction> = new Map();
  private view: StateView = 'cpu';
  private timer: NodeJS.Timeout | undefined;
  private running: AbortController | undefined;

  readonly onDidChangeFileDecorations = this.changed.event;

  constructor(private readonly services: BadgeServices) {}

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const part = this.shares.get(this.services.source.pathOf(uri));
    if (part === undefined || part < MINIMUM_SHARE) return undefined;
    const { l10n } = vscode;
    const decoration = new vscode.FileDecoration(
      badgeText(part),
      l10n.t('{0} {1} of the profile, with what it calls', viewName(this.view, l10n), formatShare(part)),
      colorOf(part),
    );
    // Folders have their own figure, which is no sum of those below.
    decoration.propagate = false;
    return decoration;
  }

  refresh(): void {
    clearTimeout(this.timer);
    this.running?.abort();
    this.timer = setTimeout(() => void this.run(), SETTLE_MS);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.running?.abort();
    this.changed.dispose();
  }

  private async run(): Promise<void> {
    const running = new AbortController();
    this.running = running;
    const { focus, log } = this.services;
    const loaded = getSetting('burnline.explorerBadges.enabled') ? focus.current : undefined;
    try {
      const shares = loaded
        ? await this.sharesOf(loaded, focus.view, running.signal)
        : new Map<string, Fraction>();
      if (!running.signal.aborted) this.show(shares, focus.view);
    } catch (error) {
      if (!running.signal.aborted) log.error(describeError(error));
    }
  }

  private async sharesOf(
    { profile }: LoadedProfile,
    view: StateView,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Fraction>> {
    const { source, locator, codeFilter } = this.services;
    const totals = functionTotalsOf(profile, view);
    const tree = callTreeOf(profile, view);
    if (tree.sum < getSetting('burnline.minimumSamples')) return new Map();
    const isMyCode = codeFilter();
    const placed: PlacedFrame[] = [];
    let [located, until] = [0, performance.now() + SLICE_MS];
    for (const frame of hottestOf(totals, 'total')) {
      if (located === MAX_LOCATED || share(totals.total[frame], tree.sum) < MINIMUM_SHARE) break;
      const ref = frameRef(totals, frame);
      if (!isMyCode(ref)) continue;
      located++;
      const location = await locator.locate(ref, source.roots());
      if (performance.now() > until) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        until = performance.now() + SLICE_MS;
      }
      signal.throwIfAborted();
      if ('file' in location) placed.push({ frame, root: location.root, file: location.file });
    }
    return fileShares(tree, placed, separatorOf(placed));
  }

  /** Only of what is another figure now: the Explorer draws each of them anew. */
  private show(shares: ReadonlyMap<string, Fraction>, view: StateView): void {
    const before = this.shares;
    const paths = new Set([...before.keys(), ...shares.keys()]);
    const isOther = (path: string): boolean =>
      view !== this.view || formatShare(before.get(path) ?? 0) !== formatShare(shares.get(path) ?? 0);
    const others = [...paths].filter(isOther);
    [this.shares, this.view] = [shares, view];
    const uris = others.flatMap((path) => this.services.source.uriOf(path) ?? []);
    if (uris.length > 0) this.changed.fire(uris);
  }
}

function separatorOf([first]: readonly PlacedFrame[]): string {
  return first?.file.includes('\\') ? '\\' : '/';
}

/** A tenth of everything is worth a colour; below it the badge is enough. */
function colorOf(part: Fraction): vscode.ThemeColor | undefined {
  return part >= 0.1 ? new vscode.ThemeColor('burnline.badgeHot') : undefined;
}
