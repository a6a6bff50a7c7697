import * as vscode from 'vscode';
import type { Disposable } from '../base/disposables';
import type { Focus, FocusedComparison } from '../focus/focus';
import type { LoadedProfile, ProfileKey } from '../focus/loaded-profile';
import { isSameKey } from '../focus/loaded-profile';
import { labelOf } from '../focus/source-label';
import type { StateView } from '../profile/thread-states';
import type { FrameRef } from '../profile/tables';
import type { CompareSide, CompareSnapshot, FromCompare, SavedCompare, ToCompare } from '../protocol/compare';
import { isFromCompare, isSavedCompare } from '../protocol/guards';
import type { Handlers, RevealOutcome } from '../protocol/requests';
import type { Failure } from '../protocol/source';
import type { Channel, ChannelLog } from './channel';
import { openChannel } from './channel';
import { describeCost } from './describe-cost';
import { failureOf } from './failure';
import { pageLanguage, renderPage } from './page';
import type { CommonMethod } from './page-handlers';
import { commonHandlers } from './page-handlers';
import type { Panel } from './panel-set';
import { createPanelSet } from './panel-set';

export interface ComparePanelServices {
  readonly focus: Focus;
  revealFrame(ref: FrameRef): Promise<RevealOutcome>;
  /** Asks what shall stand on a side in the place of what stands there; undefined when the person leaves it. */
  pickSide(side: SideName, now: ProfileKey): Promise<ProfileKey | undefined>;
  readonly settings: () => Pick<CompareSnapshot, 'minimumSamples'>;
  readonly log: ChannelLog;
}

export interface ComparePanels extends Disposable {
  /** Shows B against A, the baseline. Every comparison has a panel of its own. */
  open(a: LoadedProfile, b: LoadedProfile): Promise<void>;
}

type SideName = 'a' | 'b';

type Sides = Readonly<Record<SideName, ProfileKey>>;

export function registerComparePanel(
  context: vscode.ExtensionContext,
  services: ComparePanelServices,
): ComparePanels {
  const panels = createPanelSet(context.extensionUri, services.focus, {
    viewType: 'burnline.compare',
    isSaved: isSavedCompare,
    create: (panel) => new ComparePanel(panel, context, services),
  });
  return {
    open: async (a, b) => panels.add(vscode.l10n.t('Comparison')).show(a, b),
    dispose: () => panels.dispose(),
  };
}

/** One panel: the two sides, and the channel to its page. */
class ComparePanel implements Panel<SavedCompare> {
  private readonly channel: Channel<ToCompare>;
  private loaded: Readonly<Record<SideName, LoadedProfile>> | undefined;
  private sides: Sides | undefined;
  private failure: Failure | undefined;
  private pending: AbortController | undefined;
  /** What the editor was given to show by this panel. */
  private inEditor: FocusedComparison | undefined;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    context: vscode.ExtensionContext,
    private readonly services: ComparePanelServices,
  ) {
    this.channel = openChannel<ToCompare, FromCompare>(panel, {
      isMessage: isFromCompare,
      snapshot: () => this.snapshot(),
      onMessage: (message) => this.receive(message),
      handlers: {
        ...commonHandlers(context.workspaceState),
        'source/reveal': (ref) => services.revealFrame(ref),
      } satisfies Handlers<CommonMethod | 'source/reveal'>,
      log: services.log,
    });
    panel.onDidDispose(() => {
      if (services.focus.comparison === this.inEditor) services.focus.setComparison(undefined);
      this.pending?.abort();
      this.channel.dispose();
    });
    panel.webview.html = renderPage(panel.webview, context.extensionUri, 'compare');
  }

  show(a: LoadedProfile, b: LoadedProfile): void {
    this.settle();
    this.compareInEditor({ a, b });
    this.loaded = { a, b };
    this.sides = { a: sideOf(a).source, b: sideOf(b).source };
    const [labelA, labelB] = [labelOf(a), labelOf(b)];
    this.panel.title =
      labelA === labelB
        ? vscode.l10n.t('Comparison: {0}', labelA)
        : vscode.l10n.t('Comparison: {0} and {1}', labelA, labelB);
    this.channel.refresh();
  }

  /** The comparison that somebody opened last is the one in the editor, for as long as its panel is open. */
  private compareInEditor(comparison: FocusedComparison): void {
    const { focus } = this.services;
    const isAnothers = focus.comparison !== undefined && focus.comparison !== this.inEditor;
    if (isAnothers && !this.panel.active) return;
    this.inEditor = comparison;
    focus.setComparison(comparison);
  }

  /** A side whose range moves with the clock is kept up to date while somebody looks at it. */
  follow(fresh: LoadedProfile | undefined): void {
    if (!fresh || !this.loaded) return;
    const { a, b } = this.loaded;
    if (isSameKey(fresh, b) && fresh.profile !== b.profile) this.show(a, fresh);
    else if (isSameKey(fresh, a) && fresh.profile !== a.profile) this.show(fresh, b);
  }

  setView(view: StateView): void {
    this.channel.post({ type: 'view', view });
  }

  restore(saved: SavedCompare | undefined): void {
    if (saved) {
      this.services.focus.setView(saved.spec.states);
      return void this.load(saved);
    }
    this.fail({
      message: vscode.l10n.t(
        'This comparison cannot be restored: what it compared was not kept. Choose Compare… on a profiling group again.',
      ),
      canRetry: false,
    });
  }

  dispose(): void {
    this.panel.dispose();
  }

  /** What is shown stays until its successor is here. */
  private async load({ a, b }: Sides): Promise<void> {
    this.settle();
    const pending = new AbortController();
    this.pending = pending;
    this.sides = { a, b };
    if (this.loaded) this.channel.post({ type: 'load', language: pageLanguage() });
    else this.channel.refresh();
    const { focus } = this.services;
    try {
      const loaded = await Promise.all([a, b].map((key) => focus.load(key, pending.signal)));
      if (!pending.signal.aborted) this.show(loaded[0], loaded[1]);
    } catch (error) {
      if (!pending.signal.aborted) this.fail(failureOf(error));
    }
  }

  private settle(): void {
    this.pending?.abort();
    this.pending = undefined;
    this.failure = undefined;
  }

  private fail(failure: Failure): void {
    this.settle();
    this.failure = failure;
    if (this.loaded) this.channel.post({ type: 'fail', failure, language: pageLanguage() });
    else this.channel.refresh();
  }

  private receive(message: Exclude<FromCompare, { type: 'ready' }>): void {
    switch (message.type) {
      case 'view':
        return this.services.focus.setView(message.view);
      case 'retry':
        if (this.sides) void this.load(this.sides);
        return;
      case 'change-side':
        return void this.changeSide(message.side);
    }
  }

  private async changeSide(side: SideName): Promise<void> {
    const sides = this.shownSides();
    try {
      if (!sides) return void (await vscode.commands.executeCommand('burnline.compare'));
      const key = await this.services.pickSide(side, sides[side]);
      if (key) await this.load({ ...(this.shownSides() ?? sides), [side]: key });
    } catch (error) {
      this.fail(failureOf(error));
    }
  }

  /** What the page shows or waits for. A side that could not be had is to be tried again, not to be kept. */
  private shownSides(): Sides | undefined {
    const { loaded, pending, sides } = this;
    return loaded && !pending ? { a: sideOf(loaded.a).source, b: sideOf(loaded.b).source } : sides;
  }

  private snapshot(): readonly ToCompare[] {
    const { loaded, failure, pending, services } = this;
    const language = pageLanguage();
    const messages: ToCompare[] = [];
    if (loaded) {
      const view = services.focus.view;
      const { minimumSamples } = services.settings();
      const sides = { a: sideOf(loaded.a), b: sideOf(loaded.b) };
      messages.push({ type: 'show', snapshot: { ...sides, minimumSamples, view, language } });
    }
    if (failure) messages.push({ type: 'fail', failure, language });
    else if (pending || !loaded) messages.push({ type: 'load', language });
    return messages;
  }
}

function sideOf(loaded: LoadedProfile): CompareSide {
  const { connectionId, connectionLabel, group, asked, range, profile, cost } = loaded;
  return {
    source: { connectionId, group, range: asked },
    label: labelOf(loaded),
    connectionLabel,
    start: range.start,
    end: range.end,
    profile,
    cost: cost && describeCost(cost),
  };
}
