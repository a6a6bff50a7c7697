import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import { LOCAL_CONNECTION_ID } from '../aws/endpoint';
import type { FixedRange } from '../focus/time-range';
import type { GroupTarget } from './contributions';
import { VIEWS } from './contributions';
import type { News } from './event-news';
import { findNews } from './event-news';
import type { TailCursor } from './event-tail';
import { readTail } from './event-tail';
import type { Log } from './log';
import { describeError } from './log';
import { withoutLinks } from './messages';
import { getSetting } from './settings';

export interface NotificationServices {
  /** The embedded service's log of events. */
  readonly eventsFile: () => string;
  /** Shared by all windows. */
  readonly state: vscode.Memento;
  readonly openFlameGraph: (target: GroupTarget, range: FixedRange | undefined) => void;
  readonly log: Log;
}

/** Events are written minutes after their hour is over: what matters is only that looking costs nothing. */
const LOOK_EVERY_MS = 5_000;

/** More than that at once are summed up. */
const MOST_SINGLE = 3;

/** Findings that were told, to know them again in the daily reminder: more are never going on. */
const MOST_KNOWN = 500;

const STATE_KEY = 'burnline.notifications';

interface State {
  readonly cursor?: TailCursor;
  readonly known?: readonly string[];
  readonly mutedGroups?: readonly string[];
}

/**
 * Tells of what the embedded service found: its log of events, line by line, from where the last look ended, in this
 * session or an earlier one. Of several windows the one that is looked at tells; the others see in the shared state that
 * it was told. Also in a workspace that is not trusted: the log is the person's own file at a place that no workspace can
 * choose, its words are only shown, and what they offer is to look.
 */
export function registerNotifications(services: NotificationServices): vscode.Disposable {
  const { state, log } = services;
  const owned = new Disposables();
  let looking = Promise.resolve();
  const look = (): void => {
    if (!vscode.window.state.focused) return;
    looking = looking
      .then(() => tellNews(services))
      .catch((error: unknown) => log.warn(`the log of events: ${describeError(error)}`));
  };
  // Where a person has never been told anything, news begins now, whichever window this is.
  if (readState(state).cursor === undefined) {
    looking = skipToEnd(services).catch((error: unknown) => log.warn(describeError(error)));
  }
  const timer = setInterval(look, LOOK_EVERY_MS);
  owned.add({ dispose: () => clearInterval(timer) });
  owned.add(vscode.window.onDidChangeWindowState(look));
  look();
  return owned;
}

async function skipToEnd({ eventsFile, state }: NotificationServices): Promise<void> {
  const { cursor } = await readTail(eventsFile(), undefined);
  await state.update(STATE_KEY, { ...readState(state), cursor } satisfies State);
}

/** Remembered before it is told: told twice would be worse than once not. */
async function tellNews(services: NotificationServices): Promise<void> {
  const { state, eventsFile } = services;
  const before = readState(state);
  const { lines, cursor } = await readTail(eventsFile(), before.cursor);
  if (lines.length === 0 && isSame(cursor, before.cursor)) return;
  // Read again: somebody may have muted a group while the file was read.
  const { known = [], mutedGroups = [], ...others } = readState(state);
  const news = findNews(lines, new Set(known), Date.now());
  const told = [...known, ...news.map(({ id }) => id)].slice(-MOST_KNOWN);
  await state.update(STATE_KEY, { ...others, mutedGroups, cursor, known: told } satisfies State);
  if (!getSetting('burnline.notifications.enabled')) return;
  const wanted = news.filter(({ group }) => !mutedGroups.includes(group));
  if (wanted.length > MOST_SINGLE) tellTogether(wanted, services);
  else wanted.forEach((one) => tell(one, services));
}

function tell({ kind, group, title, reason, range }: News, services: NotificationServices): void {
  const message = withoutLinks(vscode.l10n.t('{0}: {1}. {2}', group, title, reason));
  const [open, mute] = [vscode.l10n.t('Open Flame Graph'), vscode.l10n.t("Don't Show for This Group")];
  const show = kind === 'anomaly' ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  void show(message, open, mute).then((chosen) => {
    if (chosen === open) services.openFlameGraph({ connectionId: LOCAL_CONNECTION_ID, group }, range);
    if (chosen === mute) muteGroup(group, services);
  });
}

function tellTogether(news: readonly News[], services: NotificationServices): void {
  const groups = [...new Set(news.map(({ group }) => group))];
  const [first, ...others] = groups;
  const message =
    others.length === 0
      ? vscode.l10n.t('{0}: {1} new findings.', first, news.length)
      : vscode.l10n.t('{0} new findings in {1} and {2} other groups.', news.length, first, others.length);
  const [open, show] = [vscode.l10n.t('Open Flame Graph'), vscode.l10n.t('Show Profiling Groups')];
  const button = others.length === 0 ? open : show;
  void vscode.window.showInformationMessage(withoutLinks(message), button).then((chosen) => {
    if (chosen === open) {
      services.openFlameGraph({ connectionId: LOCAL_CONNECTION_ID, group: first }, news.at(-1)?.range);
    }
    if (chosen === show) void vscode.commands.executeCommand(`${VIEWS.groups}.focus`);
  });
}

function muteGroup(group: string, { state }: NotificationServices): void {
  const now = readState(state);
  const mutedGroups = [...new Set([...(now.mutedGroups ?? []), group])];
  void state.update(STATE_KEY, { ...now, mutedGroups } satisfies State);
}

/** Written by this extension alone. */
function readState(state: vscode.Memento): State {
  return state.get<State>(STATE_KEY, {});
}

function isSame(a: TailCursor, b: TailCursor | undefined): boolean {
  return a.path === b?.path && a.file === b.file && a.offset === b.offset;
}
