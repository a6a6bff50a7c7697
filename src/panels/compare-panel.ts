import * as vscode from 'vscode';
import type { Disposable } from '../base/disposables';
import type { Focus } from '../focus/focus';
import type { LoadedProfile } from '../focus/loaded-profile';
import { isSameKey } from '../focus/loaded-profile';
import type { StateView } from '../profile/thread-states';
import type { FrameRef } from '../profile/tables';
import type { CompareSide, CompareSnapshot, FromCompare, SavedCompare, ToCompare } from '../protocol/compare';
import { isFromCompare, isSavedCompare } from '../protocol/guards';
import type { RevealOutcome } from '../protocol/requests';
import type { Failure } from '../protocol/source';
import type { Channel, ChannelLog } from './channel';
import { openChannel } from './channel';
import { describeCost } from './describe-cost';
import { failureOf } from './failure';
import { pageLanguage, renderPage } from './page';
import type { Panel } from './panel-set';
import { createPanelSet } from './panel-set';

export interface ComparePanelServices {
  readonly focus: Focus;
  revealFrame(ref: FrameRef): Promise<RevealOutcome>;
  readonly settings: () => Pick<CompareSnapshot, 'minimumSamples'>;
  readonly log: ChannelLog;
}

export interface ComparePanels extends Disposable {
  /** Shows B against A, the baseline. Every comparison has a panel of its own. */
  open(a: LoadedProfile, b: LoadedProfile): Promise<void>;
}

type Sides = Pick<SavedCompare, 'a' | 'b'>;

export function registerComparePanel(
  context: vscode.ExtensionContext,
  services: ComparePanelServices,
): ComparePanels {
  const { extensionUri } = context;
  const panels = createPanelSet(extensionUri, services.focus, {
    viewType: 'burnline.compare',
    isSaved: isSavedCompare,
    create: (panel) => new ComparePanel(panel, extensionUri, services),
  });
  return {
    open: async (a, b) => panels.add(vscode.l10n.t('Comparison')).show(a, b),
    dispose: () => panels.dispose(),
  };
}

/** One panel: the two sides, and the channel to its page. */
class ComparePanel implements Panel<SavedCompare> {
  private readonly channel: Channel<ToCompare>;
  private loaded: { readonly a: LoadedProfile; readonly b: LoadedProfile } | undefined;
  private sides: Sides | undefined;
  private failure: Failure | undefined;
  private pending: AbortController | undefined;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    private readonly services: ComparePanelServices,
  ) {
    this.channel = openChannel<ToCompare, FromCompare>(panel, {
      isMessage: isFromCompare,
      snapshot: () => this.snapshot(),
      onMessage: (message) => this.receive(message),
      handlers: { 'source/reveal': (ref) => services.revealFrame(ref) },
      log: services.log,
    });
    panel.onDidDispose(() => {
      this.pending?.abort();
      this.channel.dispose();
    });
    panel.webview.html = renderPage(panel.webview, extensionUri, 'compare');
  }

  show(a: LoadedProfile, b: LoadedProfile): void {
    this.pending?.abort();
    this.loaded = { a, b };
    this.sides = { a: sideOf(a).source, b: sideOf(b).source };
    this.failure = undefined;
    this.panel.title =
      a.group === b.group
        ? vscode.l10n.t('Comparison: {0}', a.group)
        : vscode.l10n.t('Comparison: {0} and {1}', a.group, b.group);
    this.channel.refresh();
  }

  /** A side whose range moves with the clock is kept up to date while somebody looks at it. */
  follow(fresh: LoadedProfile | undefined): void {
    if (!fresh || !this.loaded) return;
    const { a, b } = this.loaded;
    if (isSameKey(fresh, b)) this.show(a, fresh);
    else if (isSameKey(fresh, a)) this.show(fresh, b);
  }

  setView(view: StateView): void {
    this.channel.post({ type: 'view', view });
  }

  restore(saved: SavedCompare | undefined): void {
    this.sides = saved;
    if (saved) {
      this.services.focus.setView(saved.view);
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

  private async load(sides: Sides): Promise<void> {
    this.pending?.abort();
    const pending = new AbortController();
    this.pending = pending;
    this.failure = undefined;
    this.channel.refresh();
    const { focus } = this.services;
    try {
      const [a, b] = await Promise.all([
        focus.load(sides.a, pending.signal),
        focus.load(sides.b, pending.signal),
      ]);
      if (!pending.signal.aborted) this.show(a, b);
    } catch (error) {
      if (!pending.signal.aborted) this.fail(failureOf(error));
    }
  }

  private fail(failure: Failure): void {
    this.failure = failure;
    this.channel.refresh();
  }

  private receive(message: Exclude<FromCompare, { type: 'ready' }>): void {
    if (message.type === 'view') this.services.focus.setView(message.view);
    else if (this.sides) void this.load(this.sides);
  }

  private snapshot(): readonly ToCompare[] {
    const { loaded, failure, services } = this;
    const language = pageLanguage();
    if (failure) return [{ type: 'fail', failure, language }];
    if (!loaded) return [{ type: 'load', language }];
    const view = services.focus.view;
    const [a, b] = [sideOf(loaded.a), sideOf(loaded.b)];
    return [{ type: 'show', snapshot: { a, b, ...services.settings(), view, language } }];
  }
}

function sideOf(loaded: LoadedProfile): CompareSide {
  const { connectionId, connectionLabel, group, asked, range, profile, cost } = loaded;
  return {
    source: { connectionId, group, range: asked },
    connectionLabel,
    start: range.start,
    end: range.end,
    profile,
    cost: cost && describeCost(cost),
  };
}
