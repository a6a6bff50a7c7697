import { parseRange, rangeText } from '../focus/time-range';
import { isSource } from '../protocol/guards';
import type { ProfileSource } from '../protocol/source';
import type { ViewSpec } from '../protocol/view-spec';
import { isViewSpec } from '../protocol/view-spec-guard';

/**
 * What a link to a flame graph says, as text in, text out:
 *
 *     vscode://burnline.burnline/flame?connection=local&group=shop&range=PT1H&spec=eyJzd…
 *
 * Anybody may have written a link: what comes out of one is either whole and within its bounds, or nothing. What may
 * be done with it is decided elsewhere.
 */
export interface FlameLink {
  readonly source: ProfileSource;
  readonly spec: ViewSpec;
}

export const FLAME_PATH = '/flame';

/** Longer links do not survive the chats and terminals that they are sent through. */
export const MAX_LINK_LENGTH = 16_000;

export function formatFlameLink(base: string, { source, spec }: FlameLink): string {
  const values = {
    connection: source.connectionId,
    group: source.group,
    range: rangeText(source.range),
    spec: Buffer.from(JSON.stringify(spec)).toString('base64url'),
  };
  const query = Object.entries(values).map(([name, value]) => `${name}=${encoded(value)}`);
  return `${base}${FLAME_PATH}?${query.join('&')}`;
}

/** @param query as VS Code gives it to handlers of links: one layer of percent signs taken off */
export function parseFlameLink(query: string): FlameLink | undefined {
  if (query.length > MAX_LINK_LENGTH) return undefined;
  const given = new URLSearchParams(query);
  const [connectionId, group, range, spec] = ['connection', 'group', 'range', 'spec'].map((name) =>
    given.getAll(name).length === 1 ? given.get(name) : undefined,
  );
  const asked = range ? parseRange(range) : undefined;
  const look = spec ? parseSpec(spec) : undefined;
  if (!connectionId || !group) return undefined;
  const source = { connectionId, group, range: asked };
  return isSource(source) && look ? { source, spec: look } : undefined;
}

/** Twice: VS Code takes one layer off before it knows where a value ends, and `aws/dev/…` may hold any character. */
function encoded(value: string): string {
  return encodeURIComponent(encodeURIComponent(value));
}

function parseSpec(text: string): ViewSpec | undefined {
  if (!/^[\w-]+$/.test(text)) return undefined;
  try {
    const spec: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return isViewSpec(spec) ? spec : undefined;
  } catch {
    return undefined;
  }
}
