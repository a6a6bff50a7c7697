import type { EpochMs, Milliseconds } from '../../profile/units';
import type { Range } from '../periods';
import type { FindingsChange, OpenFinding } from '../store/findings';
import type { GroupId } from '../store/groups';
import type { Finding, Home, Occurrence } from './finding';
import { HEARTBEAT_MS, toEvent } from './finding';

/**
 * The life of a finding: it is announced when an hour shows it, again every 24 hours while it goes on, and closed at
 * its end. What changes is given back as a value; store/findings.ts writes it in one step.
 */
interface Change extends Pick<FindingsChange, 'open' | 'events'> {
  readonly closed: readonly OpenFinding[];
}

/** A finding that comes and goes with the load is one finding: so many hours with data have to be without it. */
const HOURS_WITHOUT = 3;

/** Of a group without profiles for so long nothing is said to go on any more. */
export const SILENCE_MS: Milliseconds = HEARTBEAT_MS;

export interface HourOfGroup {
  readonly group: GroupId;
  readonly hour: Range;
  readonly now: EpochMs;
}

/**
 * After an hour of a group.
 *
 * @param open of that group
 * @param found in that hour
 * @param ended keys of what is known to have ended; what is merely not found any more is waited for
 */
export function followFindings(
  home: Home,
  { group, hour, now }: HourOfGroup,
  open: readonly OpenFinding[],
  found: readonly Finding[],
  ended: ReadonlySet<string> = new Set(),
): Change {
  const known = new Map(open.map((one) => [one.key, one]));
  const here = new Set(found.map(({ key }) => key));
  const isOver = ({ key, missed }: OpenFinding) =>
    !here.has(key) && (ended.has(key) || missed + 1 >= HOURS_WITHOUT);
  const seen = found.map((finding): OpenFinding => {
    const before = known.get(finding.key);
    return {
      group,
      key: finding.key,
      since: before?.since ?? hour.start,
      seen: hour.end,
      // Never in the future, or a clock that was ahead once would keep the next reminder back.
      announced: Math.min(before?.announced ?? now, now),
      missed: 0,
      detail: JSON.stringify(finding),
    };
  });
  const waiting = open
    .filter((one) => !here.has(one.key) && !isOver(one))
    .map((one): OpenFinding => ({ ...one, missed: one.missed + 1 }));
  const over = open.filter(isOver);
  const news = seen.filter(({ key }) => !known.has(key));
  return {
    open: [...seen, ...waiting],
    closed: over,
    events: [
      ...news.map((one) => toEvent(home, toOccurrence(one, 'ONGOING'), now)),
      ...over.map((one) => toEvent(home, toOccurrence(one, 'CLOSED'), now)),
    ],
  };
}

/** Whatever an hour of a group, one way or the other: repeats what goes on, and closes what nobody can see any more. */
export function remind(home: Home, open: readonly OpenFinding[], now: EpochMs): Change {
  const over = open.filter(({ seen }) => now - seen > SILENCE_MS);
  const due = open.filter((one) => !over.includes(one) && now - one.announced >= HEARTBEAT_MS);
  return {
    open: due.map((one) => ({ ...one, announced: now })),
    closed: over,
    events: [
      ...due.map((one) => toEvent(home, toOccurrence(one, 'ONGOING'), now)),
      ...over.map((one) => toEvent(home, toOccurrence(one, 'CLOSED'), now)),
    ],
  };
}

function toOccurrence({ detail, since, seen }: OpenFinding, status: Occurrence['status']): Occurrence {
  return { finding: JSON.parse(detail) as Finding, since, seen, status };
}
