import type { GroupSummary } from '../aws/gateway';
import { visibleText } from '../base/visible-text';
import { callTreeOf, functionTotalsOf, hottestOf } from '../focus/figures';
import { unsuppressedOf } from '../focus/findings';
import { nameInModule } from '../focus/function-name';
import type { LoadedProfile } from '../focus/loaded-profile';
import { isLatest, MINUTE, SECOND } from '../focus/time-range';
import type { TimeRange } from '../focus/time-range';
import { viewName } from '../focus/view-name';
import type { CodeFilter } from '../insight/my-code';
import {
  formatAge,
  formatDuration,
  formatSamples,
  formatShare,
  formatShareInColumn,
} from '../profile/format';
import { frameRef } from '../profile/hot-spots';
import type { FunctionTotals } from '../profile/hot-spots';
import type { FrameRef } from '../profile/tables';
import type { EpochMs, FrameIndex, Milliseconds, SampleCount } from '../profile/units';
import { isSynthetic } from '../profile/wrappers';

/**
 * What the tree shows, as a value: rows with their words, and the rows below them. No VS Code in here, and nothing is
 * fetched; groups-tree.ts turns rows into what VS Code draws and asks for what is missing.
 */
export interface Node {
  /** The same for the same thing for ever: what is expanded and selected hangs on it. */
  readonly id: string;
  readonly kind: 'connection' | 'group' | 'view' | 'methods' | 'method' | 'message';
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** A codicon. Its shape alone says the status; colour is left to the theme. */
  readonly icon: string;
  /** For `viewItem` in `when` clauses. */
  readonly context: string;
  readonly opens: 'never' | 'closed' | 'opened';
  readonly children: readonly Node[];
  /** What a click does. */
  readonly action?: NodeAction;
  readonly connectionId: string;
  /** '' above the groups. */
  readonly group: string;
}

export type NodeAction =
  | { readonly do: 'show-view'; readonly view: 'cpu' | 'latency' }
  | { readonly do: 'go-to-frame'; readonly frame: FrameRef };

/** What is known of a connection, from which its part of the tree follows. */
export interface ConnectionState {
  readonly id: string;
  readonly kind: 'local' | 'aws';
  readonly label: string;
  /** Where it leads: an address, a role. */
  readonly detail: string;
  readonly status: 'idle' | 'loading' | 'ready' | 'failed';
  /** A sentence, '' unless the last question failed; groups then are those from before. */
  readonly failure: string;
  readonly groups: readonly GroupState[];
}

export interface GroupState {
  readonly summary: GroupSummary;
  /** The profile of the selected range, once somebody looked inside. */
  readonly loaded: LoadedProfile | undefined;
  readonly isLoading: boolean;
  readonly failure: string;
}

/** What rows depend on besides the state. */
export interface NodeOptions {
  /** Translates; VS Code's own outside of tests. */
  readonly l10n: { t(message: string, ...values: (string | number)[]): string };
  readonly now: EpochMs;
  readonly range: TimeRange;
  /** Below so many samples there is no percentage. */
  readonly minimumSamples: SampleCount;
  readonly isMyCode: CodeFilter;
  /** Whose figures the editor shows; it starts out open. */
  readonly focused: { readonly connectionId: string; readonly group: string } | undefined;
}

/** Nothing at all where there is nothing yet, so that VS Code shows the welcome text for that. */
export function toNodes(connections: readonly ConnectionState[], options: NodeOptions): readonly Node[] {
  return connections.length === 1 && isBare(connections[0])
    ? []
    : connections.map((connection) => connectionNode(connection, options));
}

function isBare({ kind, groups, failure }: ConnectionState): boolean {
  return kind === 'local' && groups.length === 0 && failure === '';
}

function connectionNode(connection: ConnectionState, options: NodeOptions): Node {
  const { id, kind, label, detail, status, failure, groups } = connection;
  const rows = groups.map((group) => groupNode(connection, group, options));
  const isEmpty = status === 'ready' && rows.length === 0;
  const isFirst = status === 'loading' && rows.length === 0;
  const notes = [
    ...(failure === '' ? [] : [messageNode(`${id}/failure`, failure, 'warning', id, '')]),
    ...(isEmpty ? [messageNode(`${id}/empty`, options.l10n.t('no profiling groups'), 'info', id, '')] : []),
    ...(isFirst ? [messageNode(`${id}/loading`, options.l10n.t('loading…'), 'loading~spin', id, '')] : []),
  ];
  return {
    id,
    kind: 'connection',
    label,
    description: connectionWords(connection, options),
    tooltip: failure || detail,
    icon: kind === 'local' ? 'server-process' : 'cloud',
    context: `connection.${kind}`,
    opens: kind === 'local' ? 'opened' : 'closed',
    children: [...notes, ...rows],
    connectionId: id,
    group: '',
  };
}

function connectionWords({ kind, status, detail }: ConnectionState, { l10n }: NodeOptions): string {
  switch (status) {
    case 'failed':
      return l10n.t('not reachable');
    case 'loading':
      return kind === 'local' ? l10n.t('starting…') : l10n.t('loading…');
    case 'ready':
      return kind === 'local' ? l10n.t('running · {0}', detail) : detail;
    case 'idle':
      return detail;
  }
}

function groupNode(connection: ConnectionState, state: GroupState, options: NodeOptions): Node {
  const { summary, loaded } = state;
  const id = `${connection.id}/${summary.name}`;
  const place = { connectionId: connection.id, group: summary.name };
  const status = statusOf(summary, options.now);
  const { recommendations, suppressed } = loaded
    ? unsuppressedOf(loaded, options.isMyCode)
    : { recommendations: [], suppressed: 0 };
  return {
    id,
    kind: 'group',
    label: visibleText(summary.name),
    description: [
      statusWords(status, summary, options),
      ...findingWords(recommendations.length, suppressed, options),
    ].join(' · '),
    tooltip: summary.arn,
    icon: STATUS_ICONS[status],
    context: `group.${connection.kind}`,
    opens: isFocused(place, options) ? 'opened' : 'closed',
    children: insideGroup(id, place, state, options),
    ...place,
  };
}

type Status = 'profiling' | 'pending' | 'inactive' | 'stopped';

/** Full, hollow, dotted and barred circles: told apart without colour. */
const STATUS_ICONS: Readonly<Record<Status, string>> = {
  profiling: 'circle-filled',
  pending: 'circle-outline',
  inactive: 'circle-small',
  stopped: 'circle-slash',
};

/** Agents report every five minutes; three reports missed are no accident. */
const INACTIVE_AFTER: Milliseconds = 15 * MINUTE;

function statusOf({ profilingEnabled, lastAgentProfileAt }: GroupSummary, now: EpochMs): Status {
  if (!profilingEnabled) return 'stopped';
  if (lastAgentProfileAt === undefined) return 'pending';
  return now - lastAgentProfileAt < INACTIVE_AFTER ? 'profiling' : 'inactive';
}

function statusWords(status: Status, summary: GroupSummary, { l10n, now }: NodeOptions): string {
  const { lastAgentProfileAt, lastAgentSeenAt } = summary;
  const profileAge = lastAgentProfileAt === undefined ? '' : formatAge(roundAge(now - lastAgentProfileAt));
  switch (status) {
    case 'profiling':
      return l10n.t('Profiling · {0}', profileAge);
    case 'pending':
      return lastAgentSeenAt === undefined
        ? l10n.t('Pending · no agent yet')
        : l10n.t('Pending · agent seen {0}', formatAge(roundAge(now - lastAgentSeenAt)));
    case 'inactive':
      return l10n.t('Inactive · last profile {0}', profileAge);
    case 'stopped':
      return l10n.t('Stopped');
  }
}

/** In steps of ten seconds: a row that changed with every second would be drawn anew all the time. */
function roundAge(age: Milliseconds): Milliseconds {
  return Math.max(0, Math.floor(age / (10 * SECOND)) * 10 * SECOND);
}

/** `2 findings · 1 suppressed`; nothing of what there is none of. */
function findingWords(count: number, suppressed: number, { l10n }: NodeOptions): string[] {
  return [
    ...(count > 0 ? [count === 1 ? l10n.t('1 finding') : l10n.t('{0} findings', count)] : []),
    ...(suppressed > 0 ? [l10n.t('{0} suppressed', suppressed)] : []),
  ];
}

function isFocused(place: { connectionId: string; group: string }, { focused }: NodeOptions): boolean {
  return focused?.connectionId === place.connectionId && focused.group === place.group;
}

type Place = Pick<Node, 'connectionId' | 'group'>;

function insideGroup(id: string, place: Place, state: GroupState, options: NodeOptions): readonly Node[] {
  const { connectionId, group } = place;
  const notes =
    state.failure === '' ? [] : [messageNode(`${id}/failure`, state.failure, 'warning', connectionId, group)];
  const { loaded } = state;
  if (!loaded) {
    if (notes.length > 0) return notes;
    const isPending = state.summary.lastAgentProfileAt === undefined;
    const [text, icon] = isPending
      ? [options.l10n.t('no profile yet; the first one shows up here by itself'), 'info']
      : [options.l10n.t('loading…'), 'loading~spin'];
    return [messageNode(`${id}/waiting`, text, icon, connectionId, group)];
  }
  return [
    ...notes,
    viewNode(id, place, 'cpu', loaded, options),
    viewNode(id, place, 'latency', loaded, options),
    methodsNode(id, place, loaded, options),
  ];
}

function viewNode(
  id: string,
  place: Place,
  view: 'cpu' | 'latency',
  { profile, asked }: LoadedProfile,
  options: NodeOptions,
): Node {
  const { sum } = callTreeOf(profile, view);
  const { l10n, minimumSamples } = options;
  const amount = sum > 0 && sum < minimumSamples ? l10n.t('too few samples ({0})', sum) : formatSamples(sum);
  return {
    id: `${id}/${view}`,
    kind: 'view',
    label: viewName(view, l10n),
    description: `${rangeWords(asked, options)} · ${amount}`,
    tooltip:
      view === 'cpu'
        ? l10n.t('Samples of threads on a processor or ready for one: running, blocked, in native code')
        : l10n.t('Samples of all threads that are not idle: running, waiting, blocked'),
    icon: view === 'cpu' ? 'pulse' : 'watch',
    context: `view.${view}`,
    opens: 'never',
    children: [],
    action: { do: 'show-view', view },
    ...place,
  };
}

/** `latest hour`, `latest 5 min`, or the times. */
export function rangeWords(range: TimeRange, { l10n }: Pick<NodeOptions, 'l10n'>): string {
  if (!isLatest(range)) {
    const [start, end] = [range.start, range.end].map((time) => new Date(time).toLocaleString());
    return `${start} – ${end}`;
  }
  return range.latest === 60 * MINUTE
    ? l10n.t('latest hour')
    : l10n.t('latest {0}', formatDuration(range.latest));
}

/** So many hot methods stand in the tree; the flame graph has the rest. */
const HOT_METHODS = 10;

/** My code where there is any in the profile, because only that can be changed; else whatever is hot. */
function methodsNode(id: string, place: Place, { profile }: LoadedProfile, options: NodeOptions): Node {
  const totals = functionTotalsOf(profile, 'cpu');
  const hot = hottestOf(totals, 'self');
  const code = firstOf(hot, (frame) => !isSynthetic(profile.frames.name[frame]));
  const mine = firstOf(hot, (frame) => options.isMyCode(frameRef(totals, frame)));
  const rows = mine.length > 0 ? mine : code;
  const tooFew = totals.tree.sum < options.minimumSamples;
  const children = tooFew
    ? []
    : rows.map((frame) => methodNode(`${id}/methods`, place, totals, frame, options));
  const { l10n } = options;
  return {
    id: `${id}/methods`,
    kind: 'methods',
    label: l10n.t('Hot methods'),
    description: tooFew
      ? l10n.t('too few samples ({0})', totals.tree.sum)
      : methodsWords(children.length, mine.length, options),
    tooltip: l10n.t('Functions by the share of CPU samples in which they were running themselves'),
    icon: 'flame',
    context: 'methods',
    opens: children.length > 0 ? 'closed' : 'never',
    children,
    ...place,
  };
}

/** Stops at as many as are shown: most profiles have thousands of functions, and this runs with every refresh. */
function firstOf(frames: readonly FrameIndex[], isWanted: (frame: FrameIndex) => boolean): FrameIndex[] {
  const found: FrameIndex[] = [];
  for (const frame of frames) {
    if (found.length === HOT_METHODS) break;
    if (isWanted(frame)) found.push(frame);
  }
  return found;
}

function methodsWords(shown: number, mine: number, { l10n }: NodeOptions): string {
  if (mine > 0) return l10n.t('{0} of my code, by self', shown);
  return shown > 0 ? l10n.t('{0} of libraries, by self', shown) : l10n.t('none');
}

function methodNode(
  parentId: string,
  place: Place,
  totals: FunctionTotals,
  frame: FrameIndex,
  { l10n }: NodeOptions,
): Node {
  const ref = frameRef(totals, frame);
  const { sum } = totals.tree;
  const [self, total] = [totals.self[frame] / sum, totals.total[frame] / sum];
  return {
    id: `${parentId}/${methodKey(ref, frame)}`,
    kind: 'method',
    label: `${formatShareInColumn(self)} ${visibleText(nameInModule(ref.name), 200)}`,
    description: fileWords(ref),
    tooltip: l10n.t(
      '{0}\nself {1} of CPU, with what it calls {2} ({3})',
      visibleText(ref.name, 200),
      formatShare(self),
      formatShare(total),
      formatSamples(totals.total[frame]),
    ),
    icon: 'symbol-method',
    context: 'method',
    opens: 'never',
    children: [],
    action: { do: 'go-to-frame', frame: ref },
    ...place,
  };
}

/** By name and file, so that it is the same after a refresh; a name that no source has is not worth keeping whole. */
function methodKey({ name, file }: FrameRef, frame: FrameIndex): string {
  return name.length + file.length > 1000 ? `#${frame}` : JSON.stringify([name, file]);
}

function fileWords({ file, firstLine }: FrameRef): string {
  const name = visibleText(file.split(/[\\/]/).at(-1) ?? '', 100);
  return firstLine > 0 ? `${name}:${firstLine}` : name;
}

function messageNode(id: string, text: string, icon: string, connectionId: string, group: string): Node {
  return {
    id,
    kind: 'message',
    label: text,
    description: '',
    tooltip: text,
    icon,
    context: 'message',
    opens: 'never',
    children: [],
    connectionId,
    group,
  };
}
