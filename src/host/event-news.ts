import { visibleText } from '../base/visible-text';
import type { FixedRange } from '../focus/time-range';
import type { EpochMs } from '../profile/units';

/** A finding that people have not been told of yet. */
export interface News {
  readonly kind: 'recommendation' | 'anomaly';
  readonly group: string;
  /** Both in the service's English, fit to stand in a sentence of ours. */
  readonly title: string;
  readonly reason: string;
  /** The hour that showed it. */
  readonly range: FixedRange | undefined;
  /** The same for all events about one finding. */
  readonly id: string;
}

/** A line of the log as far as it is of interest here. */
interface LoggedEvent extends News {
  readonly isOver: boolean;
  readonly expires: EpochMs;
}

/**
 * What of new lines in the log of events is news: findings that go on now, each once. Those that have ended meanwhile are
 * none, nor are events that were of yesterday; whatever is no event of ours is passed over.
 *
 * @param known ids of findings that were told
 */
export function findNews(lines: readonly string[], known: ReadonlySet<string>, now: EpochMs): News[] {
  const latest = new Map<string, LoggedEvent>();
  for (const line of lines) {
    const event = readEvent(line);
    if (event && !known.has(event.id)) latest.set(event.id, event);
  }
  return [...latest.values()]
    .filter(({ isOver, expires }) => !isOver && expires > now)
    .map(({ kind, group, title, reason, range, id }) => ({ kind, group, title, reason, range, id }));
}

const KINDS: Readonly<Record<string, News['kind']>> = {
  'CodeGuru Profiler Recommendations State Change': 'recommendation',
  'CodeGuru Profiler Anomalies State Change': 'anomaly',
};

const MOST_TEXT = 300;

function readEvent(line: string): LoggedEvent | undefined {
  const event = toObject(parse(line));
  const detail = toObject(event.detail);
  const kind = KINDS[toText(event['detail-type'])];
  const arn = Array.isArray(event.resources) ? toText(event.resources[0]) : '';
  const group = /^arn:[\w:-]+:profilingGroup\/([\w-]{1,255})$/.exec(arn)?.[1];
  const id = toText(detail.deduplicationId);
  if (kind === undefined || group === undefined || id === '') return undefined;
  return {
    kind,
    group,
    title: visibleText(valueOf(detail.title), MOST_TEXT),
    reason: visibleText(valueOf(toObject(detail.recommendation).reason), MOST_TEXT),
    range: readRange(toText(detail.sourceUrl)),
    id: id.slice(0, 100),
    isOver: detail.status !== 'ONGOING',
    expires: Date.parse(toText(detail.expiresOn)),
  };
}

/** The address of the report names its times. */
function readRange(sourceUrl: string): FixedRange | undefined {
  const query = new URLSearchParams(sourceUrl.split('?')[1] ?? '');
  const [start, end] = ['startTime', 'endTime'].map((name) => Date.parse(query.get(name) ?? ''));
  return start < end ? { start, end } : undefined;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function toObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** `{ "value": "text" }` */
function valueOf(value: unknown): string {
  return toText(toObject(value).value);
}
