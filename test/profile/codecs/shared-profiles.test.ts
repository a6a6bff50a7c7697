import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { ReadOptions } from '../../../src/profile/codec/call-paths';
import { readProfile, type ReadProfile } from '../../../src/profile/codec/read-profile';
import type { Profile } from '../../../src/profile/tables';
import { skip } from '../../harness/skip';

const SHARED = '../shared/profiles';

/** Figures that others came to: own counters and the tools of each format (see MANIFEST.md beside the files). */
interface Counted {
  readonly total: number;
  readonly uniqueFrames?: number | undefined;
  readonly maxDepth?: number | undefined;
  readonly topSelf: readonly { readonly name: string; readonly v: number }[];
  readonly topTotal: readonly { readonly name: string; readonly v: number }[];
}

/** speedscope's own importers, run on the same files. */
interface CrossCheck {
  readonly file: string;
  readonly profiles: readonly {
    readonly weight: number;
    readonly frames: number;
    readonly self: readonly (readonly [string, number])[];
    readonly total: readonly (readonly [string, number])[];
  }[];
}

describe('real profiles that others have counted', () => {
  before(function () {
    if (!existsSync(`${SHARED}/EXPECTED.json`)) skip(this, `${SHARED}/EXPECTED.json is not there`);
  });

  const expected = <T>(): Readonly<Record<string, T>> =>
    JSON.parse(readFileSync(`${SHARED}/EXPECTED.json`, 'utf8')) as Readonly<Record<string, T>>;

  describe('pprof', () => {
    interface Types {
      readonly byType: readonly (Counted & { readonly type: string })[];
    }
    for (const [file, last] of [
      ['kafka-cpu.pb.gz', 'cpu/nanoseconds'],
      ['go-heap.pb.gz', 'inuse_space/bytes'],
      ['phlaredb-symdb.pb.gz', 'inuse_space/bytes'],
    ]) {
      it(`${file} has the counted figures in each of its measurements`, () => {
        const { byType } = expected<Types>()[file];
        assert.equal(byType.at(-1)?.type, last);
        checkFigures(read(file).profile, byType[byType.length - 1]);
        for (const one of byType) {
          checkFigures(read(file, { measurement: one.type }).profile, one);
        }
      });
    }

    it('weighs by processor time, and knows what a sample weighs', () => {
      assert.deepEqual(read('kafka-cpu.pb.gz').profile.meta.weight, {
        unit: 'nanoseconds',
        perSample: 10_000_000,
        seconds: 1e-9,
      });
    });
  });

  describe('V8', () => {
    it('node-hello.cpuprofile has a sample a row, and milliseconds between', () => {
      const { profile } = read('node-hello.cpuprofile');
      checkFigures(profile, expected<{ bySampleCount: Counted }>()['node-hello.cpuprofile'].bySampleCount);
      assert.equal(Math.round((profile.meta.weight?.seconds ?? 0) * 1e6), Math.round(189820 / 150));
    });
  });

  describe('pyinstrument', () => {
    for (const file of ['sympy.pyinstrument.json', 'django-template.pyinstrument.json']) {
      it(`${file} has the counted seconds, in nanoseconds`, () => {
        const counted = expected<Counted>()[file];
        const inNanoseconds = (rows: Counted['topSelf']) => rows.map(({ name, v }) => ({ name, v: v * 1e9 }));
        const topSelf = inNanoseconds(counted.topSelf);
        const topTotal = inNanoseconds(counted.topTotal);
        checkFigures(read(file).profile, { ...counted, total: counted.total * 1e9, topSelf, topTotal });
      });
    }
  });

  it('ruby-stackprof.json has the samples of raw', () => {
    const { profile } = read('ruby-stackprof.json');
    const { samples, ...counted } = expected<Counted & { samples: number }>()['ruby-stackprof.json'];
    // There frames were counted by address, and several have one name.
    checkFigures(profile, { ...counted, uniqueFrames: undefined, total: samples });
    assert.deepEqual(profile.meta.weight, { unit: 'samples', perSample: 1, seconds: 0.0005 });
  });

  it('vertx-java.perf.txt has what stackcollapse-perf.pl makes of it', () => {
    const counted = expected<Counted>()['vertx-java.perf.txt'];
    const [process, ...topTotal] = counted.topTotal;
    const asThere: Rename = (name) => name.replace(/\(.*$/, '').replace(/^L(.*);/, '$1:');
    // It has the name of the process for an entry point.
    const maxDepth = (counted.maxDepth ?? 0) - 1;
    assert.deepEqual(process, { name: 'java', v: counted.total, pct: 100 });
    checkFigures(
      read('vertx-java.perf.txt').profile,
      { ...counted, uniqueFrames: undefined, maxDepth, topTotal },
      asThere,
    );
  });

  it('pyroscope-flamegraph.json adds up to its own total, and its levels do', () => {
    const { profile } = read('pyroscope-flamegraph.json');
    const { flamegraph } = JSON.parse(readFileSync(`${SHARED}/pyroscope-flamegraph.json`, 'utf8')) as {
      flamegraph: { names: string[]; levels: { values: string[] }[]; total: string };
    };
    const self = new Map<string, number>();
    for (const { values } of flamegraph.levels) {
      for (let at = 0; at < values.length; at += 4) {
        const name = flamegraph.names[Number(values[at + 3])];
        self.set(name, (self.get(name) ?? 0) + Number(values[at + 2]));
      }
    }
    const figures = countByName(profile, (name) => name);
    assert.equal(figures.sum, Number(flamegraph.total));
    for (const [name, v] of self) assert.equal(figures.self.get(name) ?? 0, v, name);
  });

  it('firefox59.json has a sample for each row with a stack', () => {
    const { profile } = read('firefox59.json');
    assert.deepEqual(profile.meta.agent, { type: 'Firefox', version: '59.0' });
    assert.equal(countByName(profile, (name) => name).sum, 10161);
  });

  describe('Java Flight Recorder', () => {
    interface Recording {
      readonly jfrconv: Counted & { readonly treeNodes: number };
      readonly jfrSummary: readonly string[];
    }
    for (const file of [
      'dd-trace-java.jfr.gz',
      'goland-multichunk.jfr.gz',
      'hotmethods.jfr',
      'jdk21.jfr',
      'kafka-cpu-lock-alloc.jfr.gz',
      'kafka-cpu-part0.jfr.gz',
      'kafka-cpu-part1.jfr.gz',
      'kafka-cpu-part2.jfr.gz',
      'speedscope-heavy.jfr',
    ]) {
      it(`${file} has what async-profiler's converter makes of it, and as many samples as the JDK counts`, () => {
        const { profile } = read(file);
        const { jfrconv, jfrSummary } = expected<Recording>()[file];
        assert.equal(profile.stacks.length, jfrconv.treeNodes);
        // The converter marks whether a function was compiled, inlined or interpreted.
        const bare = (rows: Counted['topSelf']) =>
          rows.map(({ name, v }) => ({ name: name.replace(/_\[.\]$/, ''), v }));
        checkFigures(profile, { ...jfrconv, uniqueFrames: undefined, topSelf: [], topTotal: [] });
        const { self, total } = countByName(profile, (name) => name);
        for (const { name, v } of bare(jfrconv.topSelf)) assert.ok((self.get(name) ?? 0) >= v, name);
        for (const { name, v } of bare(jfrconv.topTotal)) assert.ok((total.get(name) ?? 0) >= v, name);
        const samples = jfrSummary
          .map((line) => /^jdk\.(?:Execution|NativeMethod)Sample (\d+)/.exec(line)?.[1] ?? '0')
          .reduce((sum, count) => sum + Number(count), 0);
        assert.equal(countByName(profile, (name) => name).sum, samples);
      });
    }

    it('recordings of before Java 9 are refused', () => {
      assert.throws(
        () => read('weblogic-wldf.jfr'),
        /in format 0\.9 \(Java 7 and 8 of Oracle\), which is not read; record/,
      );
    });
  });

  describe('collapsed', () => {
    for (const file of ['vertx-java.collapsed.txt', 'goland-standard.collapsed.txt.gz']) {
      it(`${file} has the counted figures`, () => {
        assert.equal(read(file).format, 'collapsed');
        // There a name of no length was counted as one.
        const hasEmptyName = file.startsWith('vertx');
        const counted = expected<Counted>()[file];
        const uniqueFrames = (counted.uniqueFrames ?? 0) - (hasEmptyName ? 1 : 0);
        checkFigures(read(file).profile, { ...counted, uniqueFrames });
      });
    }
  });

  it('the agent of Python has the counted figures', () => {
    const file = 'codeguru-python-agent-a.json';
    checkFigures(read(file).profile, expected<Counted>()[file]);
  });

  it('old files are refused by name', () => {
    assert.throws(
      () => read('java.cpu.legacy-pprof'),
      /is in pprof's old format.*convert it with `pprof -proto/,
    );
  });

  it('simple.speedscope.json has the weights that speedscope finds', () => {
    checkCross('simple.speedscope.json');
  });
});

function read(file: string, options: ReadOptions = {}): ReadProfile {
  const bytes = readFileSync(`${SHARED}/${file}`);
  return readProfile(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes, options);
}

/** A name of ours as the other counter wrote it. */
type Rename = (name: string) => string;

function checkFigures(profile: Profile, counted: Counted, rename: Rename = (name) => name): void {
  const { sum, self, total } = countByName(profile, rename);
  close(sum, counted.total, 'total');
  if (counted.uniqueFrames !== undefined) assert.equal(total.size, counted.uniqueFrames, 'unique frames');
  if (counted.maxDepth !== undefined) {
    assert.equal(1 + Math.max(...profile.stacks.depth), counted.maxDepth, 'depth');
  }
  for (const { name, v } of counted.topSelf) close(self.get(name) ?? 0, v, `${name} itself`);
  for (const { name, v } of counted.topTotal) close(total.get(name) ?? 0, v, name);
}

function checkCross(file: string): void {
  const all = JSON.parse(readFileSync(`${SHARED}/CROSSCHECK-speedscope.json`, 'utf8')) as CrossCheck[];
  const counted = all.find((one) => one.file === file)?.profiles[0];
  assert.ok(counted);
  const named = ([name, v]: readonly [string, number]) => ({ name, v });
  checkFigures(read(file).profile, {
    total: counted.weight,
    uniqueFrames: counted.frames,
    topSelf: counted.self.map(named),
    topTotal: counted.total.map(named),
  });
}

/** Sums of seconds, as others have them, are off in the last digits. */
function close(actual: number, wanted: number, what: string): void {
  assert.ok(Math.abs(actual - wanted) <= wanted * 1e-7, `${what}: ${actual}, not ${wanted}`);
}

/** By walking from each sample to its entry point: slower than what the product does, and nothing like it. */
function countByName({ frames, stacks, samples }: Profile, rename: Rename) {
  const self = new Map<string, number>();
  const total = new Map<string, number>();
  let sum = 0;
  const names = frames.name.map(rename);
  for (let row = 0; row < samples.length; row++) {
    const count = samples.count[row];
    const seen = new Set<string>();
    for (let at = samples.stack[row]; at >= 0; at = stacks.prefix[at]) seen.add(names[stacks.frame[at]]);
    for (const name of seen) total.set(name, (total.get(name) ?? 0) + count);
    const leaf = names[stacks.frame[samples.stack[row]]];
    self.set(leaf, (self.get(leaf) ?? 0) + count);
    sum += count;
  }
  return { sum, self, total };
}
