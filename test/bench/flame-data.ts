import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readCollapsed } from '../../src/profile/codec/collapsed';
import { computeCallTree } from '../../src/profile/call-tree';
import { randomOf } from '../fixtures/random';

/** One profile in the forms that the viewers of the bench read. */
export interface FlameData {
  /** A line a stack: `a;b;c 12`. */
  readonly collapsed: Uint8Array;
  /** Objects of name, value and children, as JSON: what d3 takes. Made when it is asked for. */
  readonly nested: () => Uint8Array;
}

const SYNTHETIC: Readonly<Record<string, number>> = {
  '10k': 10_000,
  '100k': 100_000,
  '1m': 1_000_000,
  '10m': 10_000_000,
};

/** A Java IDE at work, 70,172 call paths, up to 403 calls deep. Nobody's to give away, so not in the repository. */
const GOLAND = '../shared/profiles/goland-standard.collapsed.txt.gz';

/** @returns a reason where the profile is not there */
export function loadFlameData(size: string): FlameData | string {
  if (size === 'goland') {
    return existsSync(GOLAND) ? inBothForms(gunzipSync(readFileSync(GOLAND))) : `${GOLAND} is not there`;
  }
  const nodes = SYNTHETIC[size];
  return nodes === undefined ? `there is no profile ${size}` : inBothForms(writeCollapsed(makeTree(nodes)));
}

function inBothForms(collapsed: Uint8Array): FlameData {
  let nested: Uint8Array | undefined;
  return { collapsed, nested: () => (nested ??= writeNested(collapsed)) };
}

/** A tree of calls, callers first. */
interface Tree {
  readonly names: readonly string[];
  readonly caller: Int32Array;
  readonly name: Int32Array;
  readonly self: Float64Array;
}

/**
 * As real profiles are: half of all calls about 42 deep and the deepest 300, stacks that part from earlier ones near
 * their ends, some callers with hundreds of callees and most with one, weights that few have much of.
 */
export function makeTree(nodes: number): Tree {
  const random = randomOf(42);
  const names = makeNames(random, Math.min(20_000, Math.max(800, Math.round(nodes / 8))));
  const caller = new Int32Array(nodes);
  const name = new Int32Array(nodes);
  const depth = new Uint16Array(nodes);
  const self = new Float64Array(nodes);
  const callees: (number[] | undefined)[] = [];
  const roots: number[] = [];
  let made = 0;
  const calleesOf = (row: number): number[] => (row < 0 ? roots : (callees[row] ??= []));
  const add = (from: number): number => {
    const siblings = calleesOf(from);
    const taken = new Set(siblings.map((row) => name[row]));
    let chosen: number;
    do {
      chosen = random() < 0.25 ? skewed(random, names.length, 1.4) : Math.floor(random() * names.length);
    } while (taken.has(chosen));
    caller[made] = from;
    name[made] = chosen;
    depth[made] = from < 0 ? 1 : depth[from] + 1;
    siblings.push(made);
    return made++;
  };
  while (made < nodes) {
    let end = Math.max(6, Math.min(300, Math.round(51 * Math.exp(0.55 * normal(random)))));
    const tail = 1 + exponential(random, 8);
    const parting = Math.max(roots.length >= 12 ? 3 : 0, end - tail);
    let at = -1;
    let reached = 0;
    for (; reached < parting && calleesOf(at).length > 0; reached++) {
      const siblings = calleesOf(at);
      at = siblings[skewed(random, siblings.length, 1)];
    }
    if (reached < parting && random() < 0.62) {
      for (let back = 1 + exponential(random, 7); back > 0 && depth[at] > 3; back--) at = caller[at];
      reached = at < 0 ? 0 : depth[at];
      end = Math.min(300, reached + tail);
    }
    if (random() < 0.12 && at >= 0) self[at] += 1 + Math.floor((1 / (1 - random())) ** 0.9);
    for (end = Math.max(end, reached + 1); reached < end && made < nodes; reached++) at = add(at);
    self[at] += 1 + Math.floor(Math.min(1e5, (1 / (1 - random())) ** 1.05));
  }
  return { names, caller, name, self };
}

const PACKAGES = (
  'java/util java/util/concurrent java/lang java/io sun/nio/ch io/netty/channel io/netty/handler org/apache/kafka ' +
  'org/hibernate org/springframework com/acme/order com/acme/billing com/acme/search org/eclipse/jetty'
).split(' ');
const PARTS = 'core impl web server internal model codec pool cache query util async'.split(' ');
const THINGS = (
  'Request Thread Buffer Channel Session Entity Json Http Order Invoice Index Query Cache Event Message Connection ' +
  'Record Stream Token Proxy'
).split(' ');
const ROLES = (
  'Handler Pool Executor Manager Factory Dispatcher Serializer Loader Reader Writer Service Controller Iterator Map ' +
  'Visitor Resolver Context Filter'
).split(' ');
const VERBS =
  'process invoke run get read write apply doFilter handle resolve encode decode flush next accept visit lookup execute'.split(
    ' ',
  );
const ENDINGS = [
  '',
  ...'Internal Impl All 0 Async Entry Value Chain Buffer Safe WithLock Batch One'.split(' '),
];

function makeNames(random: () => number, count: number): string[] {
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)];
  const names = new Set<string>();
  while (names.size < count) {
    const folder = pick(PACKAGES) + (random() < 0.5 ? `/${pick(PARTS)}` : '');
    const inner = random() < 0.15 ? `$${1 + Math.floor(random() * 9)}` : '';
    names.add(`${folder}/${pick(THINGS)}${pick(ROLES)}${inner}.${pick(VERBS)}${pick(ENDINGS)}`);
  }
  return [...names];
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function exponential(random: () => number, mean: number): number {
  return Math.floor(-Math.log(1 - random()) * mean);
}

/** The first ones most often, as by Zipf's law. */
function skewed(random: () => number, count: number, exponent: number): number {
  return Math.min(count - 1, Math.floor((count + 1) ** (random() ** (1 / exponent))) - 1);
}

function writeCollapsed({ names, caller, name, self }: Tree): Uint8Array {
  const chunks: Buffer[] = [];
  let lines: string[] = [];
  for (let row = 0; row < self.length; row++) {
    if (self[row] === 0) continue;
    const stack: string[] = [];
    for (let at = row; at >= 0; at = caller[at]) stack.push(names[name[at]]);
    lines.push(`${stack.reverse().join(';')} ${self[row]}\n`);
    if (lines.length === 4096) {
      chunks.push(Buffer.from(lines.join('')));
      lines = [];
    }
  }
  return Buffer.concat([...chunks, Buffer.from(lines.join(''))]);
}

function writeNested(collapsed: Uint8Array): Uint8Array {
  const profile = readCollapsed(collapsed);
  const { stacks, frames } = profile;
  const { total, sum } = computeCallTree(profile, profile.samples.states);
  const chunks: Buffer[] = [];
  let parts = [`{"name":"all","value":${sum},"children":[`];
  for (let row = 0; row < stacks.length; row++) {
    const isFirst = row === 0 || stacks.prefix[row] === row - 1;
    const hasCallees = stacks.subtreeEnd[row] > row + 1;
    const opened = `{"name":${JSON.stringify(frames.name[stacks.frame[row]])},"value":${total[row]}`;
    parts.push(isFirst ? opened : `,${opened}`, hasCallees ? ',"children":[' : '}');
    if (!hasCallees) {
      for (
        let at = stacks.prefix[row];
        at >= 0 && stacks.subtreeEnd[at] === row + 1;
        at = stacks.prefix[at]
      ) {
        parts.push(']}');
      }
    }
    if (parts.length > 1 << 16) {
      chunks.push(Buffer.from(parts.join('')));
      parts = [];
    }
  }
  return Buffer.concat([...chunks, Buffer.from(`${parts.join('')}]}`)]);
}
