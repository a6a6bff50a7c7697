import * as vscode from 'vscode';
import { LOCAL_CONNECTION_ID } from '../aws/endpoint';
import { Disposables } from '../base/disposables';
import { Emitter } from '../base/events';
import type { Event } from '../base/events';
import type { Focus } from '../focus/focus';
import { Latest } from '../focus/latest';
import type { LoadedProfile } from '../focus/loaded-profile';
import { unlessAborted } from '../focus/unless-aborted';
import { getSetting } from '../host/settings';
import type { SourceHistory } from '../host/git-revision';
import type { GitSource } from '../host/git-source';
import type { StateView } from '../profile/thread-states';
import type { Locator } from '../source/location';
import type { Annotation } from './annotations';
import { toLineEdits } from './edit-log';
import { FollowedText } from './followed-text';
import { measuredTexts } from './measured-texts';
import type { MeasuredText } from './measured-texts';
import { ReadAhead } from './read-ahead';
import type { Revisions } from './revisions';
import type { WorkspaceSource } from './source-access';

/** The annotations of open documents, shared by all features: located once per profile and view, followed through edits. */
export interface AnnotationSource extends vscode.Disposable {
  /** Ask again: about the document of that address, or, without one, about every document. */
  readonly onDidChange: Event<vscode.Uri | undefined>;
  /** Undefined while no profile is in focus, and of a document that was closed. Rejects when aborted. */
  annotationsOf(document: vscode.TextDocument, signal: AbortSignal): Promise<DocumentAnnotations | undefined>;
}

export interface DocumentAnnotations {
  readonly loaded: LoadedProfile;
  /** Hottest first. */
  readonly functions: readonly Annotation[];
}

export interface AnnotationServices {
  readonly focus: Focus;
  readonly source: Pick<WorkspaceSource, 'documentPath' | 'uriOf' | 'readFile' | 'roots'>;
  readonly locator: Locator;
  readonly git: GitSource;
  readonly revisions: Revisions;
  /** Rules or files came or went: a function may stand elsewhere now. */
  readonly onDidChangeSource: readonly Event<void>[];
}

/** Below this share nobody asks for a function, not even a hover: it keeps profiles with a million functions quick. */
const MINIMUM_SHARE = 0.0005;

/** Edits come in bursts. What stands above a function moves with it at once; whether it has changed is seen this late. */
const SETTLE_MS = 120;

/** Git may have to be woken up. What it says is worth an update, not a wait. */
const GIT_MS = 30;

/** The lenses of what is open come first. */
const READ_AHEAD_MS = 300;

export function createAnnotationSource(services: AnnotationServices): AnnotationSource {
  const { focus, revisions } = services;
  const owned = new Disposables();
  const changed = owned.add(new Emitter<vscode.Uri | undefined>());
  const open = new Map<string, OpenDocument>();
  let isDisposed = false;
  const ahead = owned.add(
    new ReadAhead({
      locator: services.locator,
      roots: () => services.source.roots(),
      readFile: (path) => services.source.readFile(path),
      minimumShare: () => getSetting('burnline.lens.minimumShare'),
    }),
  );
  let waiting: NodeJS.Timeout | undefined;
  const readAhead = (): void => {
    clearTimeout(waiting);
    const { current, view } = focus;
    if (current) waiting = setTimeout(() => void ahead.begin(current, view), READ_AHEAD_MS);
  };
  owned.add({ dispose: () => clearTimeout(waiting) });
  owned.add(focus.onDidChange(readAhead));
  owned.add(focus.onDidChangeView(readAhead));
  readAhead();
  const forget = (): void => changed.fire(undefined);
  owned.add(focus.onDidChange(forget));
  owned.add(focus.onDidChangeView(forget));
  owned.add(revisions.onDidChange(forget));
  for (const event of services.onDidChangeSource) {
    owned.add(
      event(() => {
        for (const one of open.values()) one.locateAnew();
        forget();
      }),
    );
  }
  owned.add(
    vscode.workspace.onDidChangeTextDocument((change) =>
      open.get(change.document.uri.toString())?.edited(change),
    ),
  );
  owned.add(
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      open.get(uri.toString())?.dispose();
      open.delete(uri.toString());
    }),
  );
  return {
    onDidChange: changed.event,
    annotationsOf: async (document, signal) => {
      // Another profile may come while this one is being located. Whoever waits is told of that one, not that it is late.
      for (;;) {
        const { current: loaded, view } = focus;
        // A document that is closed is opened again as another one, and hears of no edits.
        if (!loaded || isDisposed || document.isClosed) return undefined;
        const uri = document.uri.toString();
        const one = open.get(uri) ?? new OpenDocument(document, services, () => changed.fire(document.uri));
        open.set(uri, one);
        const isMeasured = await unlessAborted(one.measured(loaded, view), signal);
        if (isMeasured) return { loaded, functions: one.annotations };
      }
    },
    dispose: () => {
      isDisposed = true;
      for (const one of open.values()) one.dispose();
      owned.dispose();
    },
  };
}

class OpenDocument {
  private readonly text: FollowedText;
  private readonly path: Promise<string>;
  private readonly firstSeen: string;
  private readonly latest = new Latest();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly services: AnnotationServices,
    private readonly changed: () => void,
  ) {
    this.firstSeen = document.getText();
    this.path = services.source.documentPath(document.uri);
    this.text = new FollowedText({
      locator: services.locator,
      path: this.path,
      textNow: () => document.getText(),
      roots: () => services.source.roots(),
      minimumShare: MINIMUM_SHARE,
    });
  }

  get annotations(): readonly Annotation[] {
    return this.text.annotations;
  }

  /** Whether the profile's functions have been located, once they have; not where another profile's are by then. */
  measured(loaded: LoadedProfile, view: StateView): Promise<boolean> {
    const key = [loaded.profile, view, this.services.revisions.ran(loaded)?.id];
    return this.latest.for(key, (signal) => this.measure(loaded, view, signal));
  }

  /** What was measured stays known; where it stands is asked again. */
  locateAnew(): void {
    this.latest.forget();
  }

  edited({ contentChanges }: vscode.TextDocumentChangeEvent): void {
    this.text.edited(toLineEdits(this.document, contentChanges));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.text.settle().then(this.changed, () => undefined);
    }, SETTLE_MS);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.latest.dispose();
  }

  private async measure(loaded: LoadedProfile, view: StateView, signal: AbortSignal): Promise<void> {
    // Git knows a file by its own path, not by links to it.
    const { git, source } = this.services;
    const history = git.historyOf(source.uriOf(await this.path) ?? this.document.uri);
    const texts = this.textsThatRan(loaded, history);
    const inTime = Promise.race([texts, later(GIT_MS)]);
    const first = inTime.then((known) => known ?? this.textsThatRan(loaded, NO_HISTORY));
    // Nobody waits for it where nothing of the profile can have run in the file.
    first.catch(() => undefined);
    await this.text.measure(loaded, view, first, signal);
    if ((await inTime) !== undefined) return;
    // The promise is kept: an abort is seen by nobody but those who wait for the next profile.
    texts
      .then((better) => this.text.measure(loaded, view, better, signal))
      .then(this.changed, () => undefined);
  }

  private async textsThatRan(
    loaded: LoadedProfile,
    history: SourceHistory,
  ): Promise<readonly MeasuredText[]> {
    const { start, end } = loaded.profile.meta;
    return measuredTexts({
      revision: this.services.revisions.ran(loaded),
      start,
      end,
      isLocal: loaded.connectionId === LOCAL_CONNECTION_ID,
      firstSeen: this.firstSeen,
      disk: await readDisk(this.document),
      history,
    });
  }
}

const NO_HISTORY: SourceHistory = {
  show: () => Promise.resolve({ why: 'git has not answered yet' }),
  before: () => Promise.resolve({ why: 'git has not answered yet' }),
};

function later(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), milliseconds));
}

async function readDisk(
  document: vscode.TextDocument,
): Promise<{ readonly text: string; readonly writtenAt: number } | undefined> {
  try {
    const { mtime } = await vscode.workspace.fs.stat(document.uri);
    // What is open and saved is what is on disk, or is about to be reloaded from it.
    const text = document.isDirty
      ? new TextDecoder().decode(await vscode.workspace.fs.readFile(document.uri))
      : document.getText();
    return { text, writtenAt: mtime };
  } catch {
    return undefined;
  }
}
