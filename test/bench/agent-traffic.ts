import { randomOf } from '../fixtures/random';

/**
 * What the agents of one program post, as the Python agent writes it: names, files and shape are like those of its
 * recordings, and no two posts are equal. The same numbers give the same bytes in every run.
 *
 * The program is never written down. Each of its functions calls one, two or five others, the first far more often than
 * the last, and which they are follows from the function's number. So hosts have most of their paths in common and each
 * some of its own, and a day of a hundred of them has tens of thousands of paths, as fleets have.
 */

export const SIZES = { '5k': 5_000, '50k': 50_000, '1m': 1_000_000 } as const;

export type Size = keyof typeof SIZES;

const FUNCTIONS = 900;
/** How many callees a function has, by its number; most have one. */
const FAN_OUT = [1, 1, 2, 1, 1, 1, 5, 1, 1, 2, 1];
const [SHALLOW, DEEP] = [5, 40];
/** A program is mostly found where it was found before: waiting, or in the loop that it is for. */
const MOST_SAMPLES = 20;

const MODULES = [
  ['shop.catalog.views', '/srv/shop/catalog/views.py'],
  ['shop.checkout.pricing', '/srv/shop/checkout/pricing.py'],
  ['shop.search.ranking', '/srv/shop/search/ranking.py'],
  ['shop.templates.render', '/srv/shop/templates/render.py'],
  ['django.core.handlers.base', '/usr/lib/python3.11/site-packages/django/core/handlers/base.py'],
  ['django.db.models.query:QuerySet', '/usr/lib/python3.11/site-packages/django/db/models/query.py'],
  ['psycopg2.extras:DictCursor', '/usr/lib/python3.11/site-packages/psycopg2/extras.py'],
  [
    'urllib3.connectionpool:HTTPConnectionPool',
    '/usr/lib/python3.11/site-packages/urllib3/connectionpool.py',
  ],
  ['json.decoder:JSONDecoder', '/usr/lib/python3.11/json/decoder.py'],
  ['threading:Thread', '/usr/lib/python3.11/threading.py'],
] as const;
const VERBS = [
  'load',
  'fetch',
  '_resolve',
  'apply',
  'render',
  'parse',
  'iter',
  '_execute',
  'compute',
  'send',
];
const NOUNS = ['request', 'price', 'template', 'queryset', 'rows', 'cache', 'basket', 'token', 'page'];

/** Long profiles come of programs with many kinds of threads. */
const BYTES_PER_ENTRY = 50_000;

interface Node {
  readonly callees: Map<number, Node>;
  count: number;
}

/** One post. @param seed tells posts apart @param bytes about how long it is to be */
export function makeAgentProfile(seed: number, bytes: number, start: number, host: string): Buffer {
  const random = randomOf(seed);
  const root: Node = { callees: new Map(), count: 0 };
  const entries = Math.ceil(bytes / BYTES_PER_ENTRY);
  for (let written = 500; written < bytes;) {
    written += addPath(root, Math.floor(random() * entries), random);
  }
  const end = start + 299_000;
  const metadata = {
    sampleWeights: { WALL_TIME: 0.9304922303898763 },
    durationInMs: end - start,
    fleetInfo: { id: host, type: 'UNKNOWN', vCPUs: 2 },
    agentInfo: { type: 'CodeGuruProfiler-python', version: '1.2.6' },
    agentOverhead: { memoryInMB: 0, timeInMs: 1064 },
    runtimeVersion: '3.11.2',
    cpuTimeInSeconds: 67.893074566,
    metrics: { numThreads: 5.0285714285714285 },
    numTimesSampled: 300,
  };
  return Buffer.from(
    `{"start":${start},"end":${end},"agentMetadata":${JSON.stringify(metadata)},"callgraph":{"children":{${printAll(root)}}}}`,
  );
}

/** Walks from an entry point to some depth and counts there. Gives about how much longer the text becomes. */
function addPath(root: Node, entry: number, random: () => number): number {
  let [at, code, written] = [root, entry, 0];
  const depth = SHALLOW + Math.floor(random() * (DEEP - SHALLOW));
  for (let level = 0; level < depth; level++) {
    const fanOut = FAN_OUT[code % FAN_OUT.length];
    // The power makes the first callee the usual one: of five, it is called in four of five cases.
    const callee = Math.floor(random() ** 7 * fanOut);
    code = Math.imul(code + 1, 0x9e3779b1 + 2 * callee) >>> 8;
    let next = at.callees.get(code % FUNCTIONS);
    if (next === undefined) {
      next = { callees: new Map(), count: 0 };
      at.callees.set(code % FUNCTIONS, next);
      written += FRAME_TEXTS[code % FUNCTIONS].length + 20;
    }
    code %= FUNCTIONS;
    at = next;
  }
  written += at.count === 0 ? 25 : 0;
  at.count += 1 + Math.floor(random() * MOST_SAMPLES);
  return written;
}

function printAll({ callees }: Node): string {
  return [...callees].map(([code, node]) => printNode(code, node)).join(',');
}

function printNode(code: number, node: Node): string {
  const counts = node.count > 0 ? `,"counts":{"WALL_TIME":${node.count}}` : '';
  const children = node.callees.size > 0 ? `,"children":{${printAll(node)}}` : '';
  return `${FRAME_TEXTS[code]}${counts}${children}}`;
}

/** `"shop.search.ranking:load_rows_17":{"file":"/srv/shop/search/ranking.py","line":[120]`, the beginning of a node. */
const FRAME_TEXTS = Array.from({ length: FUNCTIONS }, (_, code) => {
  const [module, file] = MODULES[code % MODULES.length];
  const name = `${module}:${VERBS[(code >> 3) % VERBS.length]}_${NOUNS[(code >> 2) % NOUNS.length]}_${code}`;
  return `${JSON.stringify(name)}:{"file":${JSON.stringify(file)},"line":[${10 + code}]`;
});
