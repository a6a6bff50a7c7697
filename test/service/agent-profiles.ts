/** Small agent profiles as agents post them. */
export interface AgentProfileOptions {
  readonly start?: number;
  readonly end?: number;
  readonly agent?: object;
  readonly fleetInfo?: object;
  /** Samplings a second; agents say so, and most tests do not care. */
  readonly rate?: number;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Midnight UTC four days ago: the start of an hour and of a day, recent enough for every kind of aggregate. */
export const NEW_YEAR = Math.floor(Date.now() / DAY - 4) * DAY;

/** A time as its distance from that: `0 00:05` is five minutes past midnight of that day, `-1 23:55` ten before. */
export function sinceThatDay(time: number | Date | undefined): string {
  const distance = Number(time) - NEW_YEAR;
  const clock = new Date(Number(time))
    .toISOString()
    .slice(11)
    .replace(/:00\.000Z$|\.000Z$/, '');
  return `${Math.floor(distance / DAY)} ${clock}`;
}

/** One frame per name, called by `main`, with that many self samples. */
export function agentProfile(
  counts: Readonly<Record<string, number>>,
  options: AgentProfileOptions = {},
): Uint8Array {
  const {
    start = NEW_YEAR,
    end = start + 5000,
    fleetInfo = { id: 'host-1', type: 'UNKNOWN', vCPUs: 2 },
  } = options;
  const children = Object.entries(counts).map(
    // Not JSON.stringify of an object: a key `__proto__` would set its prototype.
    ([name, count]) =>
      `${JSON.stringify(name)}:{"file":"/srv/app.py","line":[7],"counts":{"WALL_TIME":${count}}}`,
  );
  const metadata = {
    sampleWeights: options.rate === undefined ? undefined : { WALL_TIME: options.rate },
    fleetInfo,
    agentInfo: { type: 'CodeGuruProfiler-python', version: '1.2.6' },
  };
  return Buffer.from(
    `{"start":${start},"end":${end},"agentMetadata":${JSON.stringify(metadata)},` +
      `"callgraph":{"children":{"main":{"children":{${children.join(',')}}}}}}`,
  );
}

/** What came out: self samples by frame name, callers left out. */
export function samplesOf(profile: Uint8Array | undefined): Record<string, number> {
  const samples = new Map<string, number>();
  const visit = (node: unknown, name: string): void => {
    const { counts = {}, children = {} } = node as Node;
    for (const count of Object.values(counts)) {
      samples.set(name, (samples.get(name) ?? 0) + count);
    }
    for (const [child, nodes] of Object.entries(children)) {
      for (const one of Array.isArray(nodes) ? (nodes as unknown[]) : [nodes]) {
        visit(one, child);
      }
    }
  };
  visit((JSON.parse(Buffer.from(profile ?? []).toString('utf8')) as { callgraph: unknown }).callgraph, '');
  return Object.fromEntries([...samples].sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface Node {
  readonly counts?: Readonly<Record<string, number>>;
  readonly children?: Readonly<Record<string, unknown>>;
}
