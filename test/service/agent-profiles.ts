/** Small agent profiles as agents post them. */
export interface AgentProfileOptions {
  readonly start?: number;
  readonly end?: number;
  readonly agent?: object;
  readonly fleetInfo?: object;
}

/** 2026-01-01T00:00:00Z, the start of an hour and of a day. */
export const NEW_YEAR = Date.UTC(2026, 0, 1);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

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
  const metadata = { fleetInfo, agentInfo: { type: 'CodeGuruProfiler-python', version: '1.2.6' } };
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
