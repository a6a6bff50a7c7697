import * as vscode from 'vscode';
import type { Disposable } from '../base/disposables';
import type { Focus, FocusedComparison } from '../focus/focus';
import type { LoadedProfile, ProfileKey } from '../focus/loaded-profile';
import { keyOf } from '../focus/loaded-profile';
import { labelOf } from '../focus/source-label';
import type { StateView } from '../profile/thread-states';
import type { FrameRef } from '../profile/tables';
import type { CompareSide, CompareSnapshot, FromCompare, SavedCompare, ToCompare } from '../protocol/compare';
import { isFromCompare, isSavedCompare } from '../protocol/guards';
import type { Handlers, RevealOutcome } from '../protocol/requests';
import type { Channel, ChannelLog } from './channel';
import { openChannel } from './channel';
import type { LoadedSides, SideName } from './compared-sides';
import { ComparedSides } from './compared-sides';
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
  private readonly sides: ComparedSides;
  /** What the editor was given to show by this panel. */
  private inEditor: FocusedComparison | undefined;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    context: vscode.ExtensionContext,
    private readonly services: ComparePanelServices,
  ) {
    const { focus } = services;
    this.sides = new ComparedSides({
      load: (key, signal) => focus.load(key, signal),
      failureOf,
      shown: (loaded) => this.showLoaded(loaded),
      waited: () => this.showWaiting(),
    });
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
      this.sides.dispose();
      if (focus.comparison === this.inEditor) focus.setComparison(undefined);
      this.channel.dispose();
    });
    panel.webview.html = renderPage(panel.webview, context.extensionUri, 'compare');
  }

  show(a: LoadedProfile, b: LoadedProfile): void {
    this.sides.show({ a, b });
  }

  follow(fresh: LoadedProfile | undefined): void {
    if (fresh) this.sides.follow(fresh);
  }

  setView(view: StateView): void {
    this.channel.post({ type: 'view', view });
  }

  restore(saved: SavedCompare | undefined): void {
    if (saved) {
      this.services.focus.setView(saved.spec.states);
      return void this.sides.load(saved);
    }
    this.sides.fail({
      message: vscode.l10n.t(
        'This comparison cannot be restored: what it compared was not kept. Choose Compare… on a profiling group again.',
      ),
      canRetry: false,
    });
  }

  dispose(): void {
    this.panel.dispose();
  }

  private showLoaded(loaded: LoadedSides): void {
    this.compareInEditor(loaded);
    const [labelA, labelB] = [labelOf(loaded.a), labelOf(loaded.b)];
    this.panel.title =
      labelA === labelB
        ? vscode.l10n.t('Comparison: {0}', labelA)
        : vscode.l10n.t('Comparison: {0} and {1}', labelA, labelB);
    this.channel.refresh();
  }

  /** The profiles are there already, and they are the big part of a snapshot. */
  private showWaiting(): void {
    this.status().forEach((message) => this.channel.post(message));
  }

  /** The comparison that somebody opened last is the one in the editor, for as long as its panel is open. */
  private compareInEditor(comparison: FocusedComparison): void {
    const { focus } = this.services;
    const isAnothers = focus.comparison !== undefined && focus.comparison !== this.inEditor;
    if (isAnothers && !this.panel.active) return;
    this.inEditor = comparison;
    focus.setComparison(comparison);
  }

  private receive(message: Exclude<FromCompare, { type: 'ready' }>): void {
    switch (message.type) {
      case 'view':
        return this.services.focus.setView(message.view);
      case 'retry':
        return this.sides.retry();
      case 'change-side':
        return void this.changeSide(message.side);
    }
  }

  private async changeSide(side: SideName): Promise<void> {
    const { wanted } = this.sides;
    try {
      if (!wanted) return void (await vscode.commands.executeCommand('burnline.compare'));
      const key = await this.services.pickSide(side, wanted[side]);
      if (key) this.sides.change(side, key);
    } catch (error) {
      this.sides.fail(failureOf(error));
    }
  }

  private snapshot(): readonly ToCompare[] {
    const { loaded } = this.sides;
    return loaded ? [this.describe(loaded), ...this.status()] : this.status();
  }

  private describe({ a, b }: LoadedSides): ToCompare {
    const { focus, settings } = this.services;
    const { minimumSamples } = settings();
    const snapshot = {
      a: sideOf(a),
      b: sideOf(b),
      minimumSamples,
      view: focus.view,
      language: pageLanguage(),
    };
    return { type: 'show', snapshot };
  }

  /** What goes with the profiles that are shown, or stands in their place. */
  private status(): readonly ToCompare[] {
    const { failure, isWaiting, loaded } = this.sides;
    const language = pageLanguage();
    if (failure) return [{ type: 'fail', failure, language }];
    return isWaiting || !loaded ? [{ type: 'load', language }] : [];
  }
}

function sideOf(loaded: LoadedProfile): CompareSide {
  const { connectionLabel, range, profile, cost } = loaded;
  return {
    source: keyOf(loaded),
    label: labelOf(loaded),
    connectionLabel,
    start: range.start,
    end: range.end,
    profile,
    cost: cost && describeCost(cost),
  };
}
