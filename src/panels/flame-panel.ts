import * as vscode from 'vscode';
import { LOCAL_CONNECTION_ID } from '../aws/endpoint';
import type { Disposable } from '../base/disposables';
import { Disposables } from '../base/disposables';
import type { Focus } from '../focus/focus';
import type { LoadedProfile, ProfileKey } from '../focus/loaded-profile';
import { isSameKey, isSamePicture, keyOf } from '../focus/loaded-profile';
import { labelOf } from '../focus/source-label';
import { isLatest, MINUTE } from '../focus/time-range';
import type { TimeRange } from '../focus/time-range';
import { onDidChangeSettings } from '../host/settings';
import type { CodeFilter } from '../insight/my-code';
import type { FrameRef } from '../profile/tables';
import type { StateView } from '../profile/thread-states';
import type { Milliseconds } from '../profile/units';
import type { FlameSnapshot, FlameTarget, FromFlame, SavedFlame, ToFlame } from '../protocol/flame';
import { isFromFlame, isSavedFlame } from '../protocol/guards';
import type { Handlers } from '../protocol/requests';
import { FILE_CONNECTION_ID, formatFileAddress, isSameOrigin, parseFileAddress } from '../protocol/source';
import type { Failure, ProfileSource } from '../protocol/source';
import type { ViewSpec } from '../protocol/view-spec';
import type { Channel, ChannelLog } from './channel';
import { openChannel } from './channel';
import { describeCost } from './describe-cost';
import { failureOf } from './failure';
import { LiveRefresh } from './live-refresh';
import { markMine } from './mark-mine';
import { pageLanguage, renderPage } from './page';
import type { CommonMethod } from './page-handlers';
import { commonHandlers } from './page-handlers';
import type { Panel } from './panel-set';
import { createPanelSet } from './panel-set';

/** What a panel cannot answer by itself, for the source that it shows. */
export interface FlameAnswers extends Omit<Handlers, CommonMethod | 'times/list' | 'link/copy'> {
  listTimes(source: ProfileSource): ReturnType<Handlers['times/list']>;
  copyLink(source: ProfileSource, spec: ViewSpec): ReturnType<Handlers['link/copy']>;
}

export interface FlamePanelServices {
  readonly focus: Focus;
  readonly answers: FlameAnswers;
  /** Read anew for every snapshot, so that a changed setting counts from the next refresh on. */
  readonly settings: () => FlameSettings;
  /** Another range was chosen in a panel: the window shows it too. */
  selectRange(source: ProfileSource, range: TimeRange): void;
  readonly log: ChannelLog;
}

export interface FlameSettings extends Pick<FlameSnapshot, 'minimumSamples' | 'myCode' | 'whyNoViews'> {
  readonly isMyCode: CodeFilter;
  /** Between two fetches of what is live. */
  readonly interval: Milliseconds;
}

export interface FlameOpenOptions {
  /** A function to look at: its hottest place is selected, all others are outlined. */
  readonly function?: Pick<FrameRef, 'name' | 'file'>;
  /** Or one call path, names from the entry point down. */
  readonly stack?: readonly string[];
  readonly view?: StateView;
  /** Or a whole way to look, as a link has it. */
  readonly spec?: ViewSpec;
}

export interface FlamePanels extends Disposable {
  /** Shows a profile in the panel of its group, which is made when there is none. */
  open(loaded: LoadedProfile, options?: FlameOpenOptions): Promise<void>;
}

export function registerFlamePanel(
  context: vscode.ExtensionContext,
  services: FlamePanelServices,
): FlamePanels {
  const panels = createPanelSet(context.extensionUri, services.focus, {
    viewType: 'burnline.flame',
    isSaved: isSavedFlame,
    create: (panel) => new FlamePanel(panel, context, services),
  });
  // What counts as own code, and which figures are claimed, is drawn from the snapshot.
  const settings = onDidChangeSettings(['burnline.myCode', 'burnline.minimumSamples'], () =>
    panels.all.forEach((panel) => panel.repeat()),
  );
  return {
    open: async (loaded, options = {}) => {
      const view = options.spec?.states ?? options.view;
      if (view) services.focus.setView(view);
      const known = [...panels.all].find((panel) => panel.isOf(loaded));
      known?.reveal();
      (known ?? panels.add(titleOf(loaded))).show(loaded, { target: targetOf(options), spec: options.spec });
    },
    dispose: () => {
      settings.dispose();
      panels.dispose();
    },
  };
}

function titleOf(source: Pick<ProfileSource, 'connectionId' | 'group'>): string {
  return vscode.l10n.t('Flame Graph: {0}', labelOf(source));
}

function targetOf({ function: ref, stack }: FlameOpenOptions): FlameTarget | undefined {
  if (stack) return { path: stack.map((name) => ({ name })) };
  return ref && { function: { name: ref.name, file: ref.file } };
}

/** What is to be seen first: said once, then the person moves about. */
interface Opening {
  readonly target?: FlameTarget | undefined;
  readonly spec?: ViewSpec | undefined;
}

/** A program that reported so recently is most likely still running, whoever started it. */
const LIVE_FOR: Milliseconds = 10 * MINUTE;

/** One panel: the group it belongs to, what it shows now, and the channel to its page. */
class FlamePanel implements Panel<SavedFlame> {
  private readonly owned = new Disposables();
  private readonly channel: Channel<ToFlame>;
  private readonly live: LiveRefresh;
  private loaded: LoadedProfile | undefined;
  private source: ProfileSource | undefined;
  private opening: Opening = {};
  private failure: Failure | undefined;
  private pending: AbortController | undefined;
  private autoRefresh = true;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    context: vscode.ExtensionContext,
    private readonly services: FlamePanelServices,
  ) {
    const { answers, log } = services;
    this.channel = this.owned.add(
      openChannel<ToFlame, FromFlame>(panel, {
        isMessage: isFromFlame,
        snapshot: () => this.snapshot(),
        onMessage: (message) => this.receive(message),
        handlers: {
          ...commonHandlers(context.workspaceState),
          ...answers,
          'times/list': async () => answers.listTimes(this.sourceOrThrow()),
          'link/copy': async ({ spec }) => answers.copyLink(this.sourceOrThrow(), spec),
        } satisfies Handlers,
        log,
      }),
    );
    this.live = this.owned.add(
      new LiveRefresh({
        isLive: () => this.autoRefresh && panel.visible && this.isLive(),
        interval: () => services.settings().interval,
        refresh: () => this.refresh(),
      }),
    );
    this.owned.add(panel.onDidChangeViewState(() => this.live.wake()));
    panel.onDidDispose(() => {
      this.pending?.abort();
      this.owned.dispose();
    });
    panel.webview.html = renderPage(panel.webview, context.extensionUri, 'flame');
  }

  isOf(key: ProfileSource | LoadedProfile): boolean {
    return isSameOrigin(this.source, key);
  }

  /** What was to be seen first stays to be seen when a fresh profile overtakes a page that is not ready yet. */
  show(loaded: LoadedProfile, opening = this.opening): void {
    this.settle();
    this.loaded = loaded;
    this.source = keyOf(loaded);
    this.opening = opening;
    this.panel.title = titleOf(loaded);
    this.channel.refresh();
    this.live.wake();
  }

  /** A refresh of the very question that this panel shows; anything else is other panels' business. */
  follow(loaded: LoadedProfile | undefined): void {
    if (!loaded || !this.source || !isSameKey(loaded, this.source)) return;
    if (isSamePicture(loaded, this.loaded) || (!this.autoRefresh && this.isLive())) return;
    this.show(loaded);
  }

  /** The same profile under other settings. */
  repeat(): void {
    this.channel.refresh();
  }

  setView(view: StateView): void {
    this.channel.post({ type: 'view', view });
  }

  /** The page remembers by itself how the person looked; what to load and to count is for the host. */
  restore(saved: SavedFlame | undefined): void {
    if (saved) {
      this.source = saved.source;
      this.autoRefresh = saved.autoRefresh;
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

  /** Whether more of it may come any moment: the latest of the service on this machine, reported to just now. */
  private isLive(): boolean {
    const { loaded } = this;
    if (loaded?.connectionId !== LOCAL_CONNECTION_ID || !isLatest(loaded.asked)) return false;
    return Date.now() - loaded.profile.meta.end < LIVE_FOR;
  }

  /** What is shown stays until its successor is here; a page that shows nothing yet says what it waits for. */
  private async load(key: ProfileKey): Promise<void> {
    const pending = this.begin();
    this.source = key;
    if (this.loaded) this.channel.post(this.loading());
    else this.channel.refresh();
    try {
      const loaded = await this.services.focus.load(key, pending.signal);
      if (!pending.signal.aborted) this.show(loaded);
    } catch (error) {
      if (!pending.signal.aborted) this.fail(failureOf(error));
    }
  }

  /** Nobody asked for it, so nobody is told that it runs; that it fails is told once. */
  private async refresh(): Promise<void> {
    if (!this.loaded || this.pending) return;
    const pending = this.begin();
    try {
      const loaded = await this.services.focus.load(keyOf(this.loaded), pending.signal);
      if (pending.signal.aborted) return;
      if (this.failure || !isSamePicture(loaded, this.loaded)) this.show(loaded);
      else this.settle();
    } catch (error) {
      if (pending.signal.aborted) return;
      this.pending = undefined;
      if (!this.failure) this.fail(failureOf(error));
    }
  }

  private begin(): AbortController {
    this.pending?.abort();
    return (this.pending = new AbortController());
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

  private receive(message: Exclude<FromFlame, { type: 'ready' }>): void {
    switch (message.type) {
      case 'view':
        return this.services.focus.setView(message.view);
      case 'retry':
        if (this.source) void this.load(this.source);
        return;
      case 'range':
        return this.chooseRange(message.range);
      case 'refresh':
        this.autoRefresh = message.on;
        return this.live.wake();
      case 'threads':
        return this.splitThreads(message.separate);
    }
  }

  private chooseRange(range: TimeRange): void {
    if (!this.source) return;
    const source = { ...this.source, range };
    void this.load(source);
    this.services.selectRange(source, range);
  }

  /** The same file, read otherwise. What comes from a service tells of no threads. */
  private splitThreads(separate: boolean): void {
    if (this.source?.connectionId !== FILE_CONNECTION_ID) return;
    const { uri } = parseFileAddress(this.source.group);
    const group = formatFileAddress({ uri, threads: separate ? 'separate' : 'merged' });
    void this.load({ ...this.source, group });
  }

  private sourceOrThrow(): ProfileSource {
    if (!this.source) throw new Error(vscode.l10n.t('This panel shows nothing yet. Wait until it does.'));
    return this.source;
  }

  /** The whole truth about this panel. What was to be seen first was seen then: afterwards the person moves about. */
  private snapshot(): readonly ToFlame[] {
    const { loaded, failure, opening, pending } = this;
    const messages: ToFlame[] = [];
    if (loaded) {
      this.opening = {};
      messages.push({ type: 'show', snapshot: this.describe(loaded), target: opening.target });
      if (opening.spec) messages.push({ type: 'spec', spec: opening.spec });
    }
    if (failure) messages.push({ type: 'fail', failure, language: pageLanguage() });
    else if (pending || !loaded) messages.push(this.loading());
    return messages;
  }

  private loading(): ToFlame {
    return { type: 'load', group: this.source ? labelOf(this.source) : '', language: pageLanguage() };
  }

  private describe(loaded: LoadedProfile): FlameSnapshot {
    const { connectionLabel, range, fetchedAt, profile, threads, cost } = loaded;
    const { isMyCode, minimumSamples, myCode, whyNoViews } = this.services.settings();
    return {
      source: keyOf(loaded),
      label: labelOf(loaded),
      connectionLabel,
      start: range.start,
      end: range.end,
      fetchedAt,
      profile,
      threads,
      view: this.services.focus.view,
      cost: cost && describeCost(cost),
      mine: markMine(profile.frames, isMyCode),
      myCode,
      minimumSamples,
      isLive: this.isLive(),
      autoRefresh: this.autoRefresh,
      whyNoViews,
      language: pageLanguage(),
    };
  }
}
