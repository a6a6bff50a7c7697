import * as vscode from 'vscode';
import type { Disposable } from '../base/disposables';
import type { Focus } from '../focus/focus';
import type { LoadedProfile, ProfileKey } from '../focus/loaded-profile';
import { isSameKey } from '../focus/loaded-profile';
import { isSameGroup } from '../focus/selection';
import type { FrameRef } from '../profile/tables';
import type { CodeFilter } from '../insight/my-code';
import type { StateView } from '../profile/thread-states';
import type { FlameTarget, FromFlame, SavedFlame, ToFlame } from '../protocol/flame';
import { isFromFlame, isSavedFlame } from '../protocol/guards';
import type { RevealOutcome } from '../protocol/requests';
import type { Failure, ProfileSource } from '../protocol/source';
import type { Channel, ChannelLog } from './channel';
import { openChannel } from './channel';
import { describeCost } from './describe-cost';
import { failureOf } from './failure';
import { pageLanguage, renderPage } from './page';
import type { Panel } from './panel-set';
import { createPanelSet } from './panel-set';

export interface FlamePanelServices {
  readonly focus: Focus;
  revealFrame(ref: FrameRef): Promise<RevealOutcome>;
  /** Read anew for every snapshot, so that a changed setting counts from the next refresh on. */
  readonly settings: () => { readonly isMyCode: CodeFilter; readonly minimumSamples: number };
  readonly log: ChannelLog;
}

export interface FlameOpenOptions {
  /** A function to look at: its hottest place is selected, all others are outlined. */
  readonly function?: Pick<FrameRef, 'name' | 'file'>;
  /** Or one call path, names from the entry point down. */
  readonly stack?: readonly string[];
  readonly view?: StateView;
}

export interface FlamePanels extends Disposable {
  /** Shows a profile in the panel of its group, which is made when there is none. */
  open(loaded: LoadedProfile, options?: FlameOpenOptions): Promise<void>;
}

export function registerFlamePanel(
  context: vscode.ExtensionContext,
  services: FlamePanelServices,
): FlamePanels {
  const { extensionUri } = context;
  const panels = createPanelSet(extensionUri, services.focus, {
    viewType: 'burnline.flame',
    isSaved: isSavedFlame,
    create: (panel) => new FlamePanel(panel, extensionUri, services),
  });
  return {
    open: async (loaded, options = {}) => {
      if (options.view) services.focus.setView(options.view);
      const known = [...panels.all].find((panel) => panel.isOf(loaded));
      known?.reveal();
      (known ?? panels.add(titleOf(loaded))).show(loaded, targetOf(options));
    },
    dispose: () => panels.dispose(),
  };
}

function titleOf({ group }: LoadedProfile): string {
  return vscode.l10n.t('Flame Graph: {0}', group);
}

function targetOf({ function: ref, stack }: FlameOpenOptions): FlameTarget | undefined {
  if (stack) return { path: stack.map((name) => ({ name })) };
  return ref && { function: { name: ref.name, file: ref.file } };
}

/** One panel: the group it belongs to, what it shows now, and the channel to its page. */
class FlamePanel implements Panel<SavedFlame> {
  private readonly channel: Channel<ToFlame>;
  private loaded: LoadedProfile | undefined;
  private source: ProfileSource | undefined;
  private target: FlameTarget | undefined;
  private failure: Failure | undefined;
  private pending: AbortController | undefined;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    private readonly services: FlamePanelServices,
  ) {
    this.channel = openChannel<ToFlame, FromFlame>(panel, {
      isMessage: isFromFlame,
      snapshot: () => this.snapshot(),
      onMessage: (message) => this.receive(message),
      handlers: { 'source/reveal': (ref) => services.revealFrame(ref) },
      log: services.log,
    });
    panel.onDidDispose(() => {
      this.pending?.abort();
      this.channel.dispose();
    });
    panel.webview.html = renderPage(panel.webview, extensionUri, 'flame');
  }

  isOf(key: ProfileSource | LoadedProfile): boolean {
    return isSameGroup(this.source, key);
  }

  show(loaded: LoadedProfile, target?: FlameTarget): void {
    this.pending?.abort();
    this.loaded = loaded;
    this.source = keyOf(loaded);
    this.failure = undefined;
    this.target = target;
    this.panel.title = titleOf(loaded);
    this.channel.refresh();
  }

  /** A refresh of the very question that this panel shows; anything else is other panels' business. */
  follow(loaded: LoadedProfile | undefined): void {
    if (loaded && this.source && isSameKey(loaded, this.source)) this.show(loaded);
  }

  setView(view: StateView): void {
    this.channel.post({ type: 'view', view });
  }

  /** The page remembers by itself where the person was; what to load and to count is for the host. */
  restore(saved: SavedFlame | undefined): void {
    this.source = saved?.source;
    if (saved) {
      this.services.focus.setView(saved.spec.states);
      return void this.load(saved.source);
    }
    this.fail({
      message: vscode.l10n.t(
        'This flame graph cannot be restored: what it showed was not kept. Open it again from the side bar.',
      ),
      canRetry: false,
    });
  }

  reveal(): void {
    this.panel.reveal();
  }

  dispose(): void {
    this.panel.dispose();
  }

  private async load(key: ProfileKey): Promise<void> {
    this.pending?.abort();
    const pending = new AbortController();
    this.pending = pending;
    this.failure = undefined;
    this.channel.refresh();
    try {
      const loaded = await this.services.focus.load(key, pending.signal);
      if (!pending.signal.aborted) this.show(loaded);
    } catch (error) {
      if (!pending.signal.aborted) this.fail(failureOf(error));
    }
  }

  private fail(failure: Failure): void {
    this.failure = failure;
    this.channel.refresh();
  }

  private receive(message: Exclude<FromFlame, { type: 'ready' }>): void {
    if (message.type === 'view') this.services.focus.setView(message.view);
    else if (message.type === 'retry' && this.source) void this.load(this.source);
  }

  /** The whole truth about this panel as one message. A target is for once: afterwards the person moves about. */
  private snapshot(): readonly ToFlame[] {
    const { loaded, failure, services } = this;
    const language = pageLanguage();
    if (failure) return [{ type: 'fail', failure, language }];
    if (!loaded) return [{ type: 'load', group: this.source?.group ?? '', language }];
    const { target } = this;
    this.target = undefined;
    const { isMyCode, minimumSamples } = services.settings();
    const snapshot = {
      ...describe(loaded, isMyCode),
      myCode: [],
      minimumSamples,
      isLive: false,
      autoRefresh: false,
      whyNoViews: '',
      view: services.focus.view,
      language,
    };
    return [{ type: 'show', snapshot, target }];
  }
}

function keyOf(loaded: LoadedProfile): ProfileSource {
  return { connectionId: loaded.connectionId, group: loaded.group, range: loaded.asked };
}

function describe(loaded: LoadedProfile, isMyCode: CodeFilter) {
  const { connectionLabel, range, fetchedAt, profile, cost } = loaded;
  const { name, file } = profile.frames;
  return {
    source: keyOf(loaded),
    label: loaded.group,
    connectionLabel,
    start: range.start,
    end: range.end,
    fetchedAt,
    profile,
    mine: Uint8Array.from(name, (_, frame) => (isMyCode({ name: name[frame], file: file[frame] }) ? 1 : 0)),
    cost: cost && describeCost(cost),
  };
}
