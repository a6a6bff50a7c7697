import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCollapsed } from '../../src/profile/codec/collapsed-writer';
import { writePprof } from '../../src/profile/codec/pprof-writer';
import { writeSpeedscope } from '../../src/profile/codec/speedscope-writer';
import { ProfileBuilder } from '../../src/profile/builder';
import type { Profile } from '../../src/profile/tables';
import { randomOf, randomProfile } from '../fixtures/random';
import { drawn, profileOf } from '../fixtures/text-profile';
import { skip } from '../harness/skip';
import { decodePprof } from './decode-pprof';

const SHOP = `
main @/srv/app.py:3
  load @/srv/app.py:12-15  1
    parse @/srv/json.py:7  2 BLOCKED 4
  show @/srv/app.py:21
    <Sleep>  WAITING 3
    main @/srv/app.py:9  1
`;

const allStates = (profile: Profile) => profile.samples.states;

describe('collapsed stacks', () => {
  const check = (profile: Profile, expected: string, states = allStates(profile)) =>
    assert.equal(writeCollapsed(profile, states), `${drawn(expected)}\n`);

  it('are one line per call path with samples of its own', () =>
    check(
      profileOf(SHOP),
      `
      main;load 1
      main;load;parse 6
      main;show;<Sleep> 3
      main;show;main 1
      `,
    ));

  it('count the states that are asked for', () =>
    check(profileOf(SHOP), 'main;load;parse 4\nmain;show;<Sleep> 3', ['BLOCKED', 'WAITING']));

  it('stay one line per path whatever names hold', () =>
    check(
      profileOfNames('(La/B;)V', 'a\nb\r\u2028c', 'half \ud800', ''),
      '(La/B⟨U+003B⟩)V;a⟨U+000A⟩b⟨U+000D⟩⟨U+2028⟩c;half ⟨U+D800⟩;<no name> 1',
    ));

  it('write counts in digits, however small or large', () => {
    check(profileOf('a  0.25\nb  0.0000004\nc  3000000000'), 'a 0.25\nb 0\nc 3000000000');
  });

  it('do not depend on the order in which a profile was made', () => {
    const turned = new ProfileBuilder();
    for (const line of ['main;show;draw', 'main;load', 'idle']) {
      const stack = line.split(';').reduce((row, name) => turned.stack(row, turned.frame(name, '')), -1);
      turned.sample(stack, 'RUNNABLE', 1);
    }
    const profile = turned.finish(profileOf('a  1').meta);
    check(profile, 'idle 1\nmain;load 1\nmain;show;draw 1');
  });
});

describe('speedscope files', () => {
  interface File {
    readonly $schema: string;
    readonly exporter: string;
    readonly shared: { readonly frames: { name: string; file?: string; line?: number }[] };
    readonly profiles: readonly {
      type: string;
      unit: string;
      startValue: number;
      endValue: number;
      samples: number[][];
      weights: number[];
    }[];
  }
  const write = (profile: Profile) =>
    JSON.parse(writeSpeedscope(profile, allStates(profile), 'shop')) as File;

  it('hold sampled stacks over shared frames', () => {
    const { shared, profiles } = write(profileOf(SHOP));
    const [{ type, unit, startValue, endValue, samples, weights }] = profiles;
    assert.deepEqual([type, unit, startValue, endValue], ['sampled', 'none', 0, 11]);
    const lines = samples.map(
      (path, i) => `${path.map((frame) => shared.frames[frame].name).join(' > ')} ${weights[i]}`,
    );
    assert.deepEqual(lines, [
      'main > load 1',
      'main > load > parse 6',
      'main > show > <Sleep> 3',
      'main > show > main 1',
    ]);
    assert.deepEqual(shared.frames[2], { name: 'main', file: '/srv/app.py', line: 3 });
    assert.deepEqual(shared.frames[0], { name: '<Sleep>' });
  });

  it('name the unit of what was weighed', () => {
    const weight = { unit: 'nanoseconds', perSample: 1e7, seconds: 1e-9 } as const;
    assert.equal(write(profileOf('a  20000000', { weight })).profiles[0].unit, 'nanoseconds');
  });

  it('follow the published schema: every index in range, a weight per sample, their sum at the end', () => {
    const { $schema, shared, profiles } = write(randomProfile(randomOf(7)));
    assert.equal($schema, 'https://www.speedscope.app/file-format-schema.json');
    const [{ samples, weights, endValue }] = profiles;
    assert.equal(samples.length, weights.length);
    assert.ok(samples.flat().every((frame) => Number.isInteger(frame) && frame < shared.frames.length));
    assert.ok(samples.every((path) => path.length > 0));
    assert.equal(
      weights.reduce((sum, weight) => sum + weight, 0),
      endValue,
    );
  });

  it('survive hostile names', () => {
    const names = ['</script>', '"', '\\', '\u0000', '\ud800', '__proto__'];
    assert.deepEqual(
      write(profileOfNames(...names))
        .shared.frames.map(({ name }) => name)
        .sort(),
      [...names].sort(),
    );
  });
});

describe('pprof files', () => {
  it('hold samples from the leaf up, each with its thread state', () => {
    const { samples } = decodePprof(writePprof(profileOf(SHOP), ['RUNNABLE', 'BLOCKED']));
    assert.deepEqual(
      samples.map(({ path, values, labels }) => `${path.join(' < ')}  ${values.join()} ${labels.join()}`),
      [
        'load /srv/app.py:12 < main /srv/app.py:3  1 state=RUNNABLE',
        'parse /srv/json.py:7 < load /srv/app.py:12 < main /srv/app.py:3  2 state=RUNNABLE',
        'parse /srv/json.py:7 < load /srv/app.py:12 < main /srv/app.py:3  4 state=BLOCKED',
        'main /srv/app.py:9 < show /srv/app.py:21 < main /srv/app.py:3  1 state=RUNNABLE',
      ],
    );
  });

  it('say what is counted, since when and for how long', () => {
    const counted = decodePprof(
      writePprof(profileOf('a  1', { start: 1_795_234_619_106, end: 1_795_234_679_106 }), ['RUNNABLE']),
    );
    assert.deepEqual(counted.sampleTypes, ['samples/count']);
    assert.equal(counted.timeNanos, 1_795_234_619_106_000_000n);
    assert.equal(counted.durationNanos, 60_000_000_000n);
    assert.equal(counted.period, '');
  });

  it('say the unit of weights and the distance of samples', () => {
    const write = (unit: 'samples' | 'nanoseconds' | 'bytes', perSample: number, seconds: number) => {
      const weight = { unit, perSample, seconds };
      const { sampleTypes, period } = decodePprof(writePprof(profileOf('a  9', { weight }), ['RUNNABLE']));
      return `${sampleTypes.join()} ${period}`;
    };
    assert.equal(write('nanoseconds', 1e7, 1e-9), 'time/nanoseconds 10000000 time/nanoseconds');
    assert.equal(write('samples', 1, 0.01), 'samples/count 10000000 time/nanoseconds');
    assert.equal(write('bytes', 524288, 0), 'space/bytes 524288 space/bytes');
    assert.equal(write('bytes', 0, 0), 'space/bytes ');
  });

  it('write counts beyond 32 bits', () => {
    const profile = profileOf('a  9007199254740991');
    assert.deepEqual(decodePprof(writePprof(profile, ['RUNNABLE'])).samples[0].values, [9007199254740991n]);
  });

  it('are read by go tool pprof', function () {
    if (spawnSync('go', ['version']).status !== 0) skip(this, 'go is not installed');
    const folder = mkdtempSync(join(tmpdir(), 'burnline-pprof-'));
    try {
      const file = join(folder, 'shop.pb');
      writeFileSync(file, writePprof(profileOf(SHOP), ['RUNNABLE', 'BLOCKED', 'WAITING']));
      const pprof = (...args: string[]) =>
        spawnSync('go', ['tool', 'pprof', ...args, file], { encoding: 'utf8' }).stdout;
      assert.match(
        pprof('-top', '-nodecount=9'),
        /^\s+0\s.*\s8 72.73%\s+main$|^\s+1\s.*\s11\s+100%\s+main$/m,
      );
      assert.match(pprof('-traces'), /state:\s*WAITING\n\s+3\s+<Sleep>/);
      assert.match(pprof('-list=parse'), /json\.py/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('every format', () => {
  // By another way than the writers': each line or sample is taken apart and each function counted once in it.
  const totalsOf = (lines: readonly { names: readonly string[]; count: number }[]) => {
    const totals = new Map<string, number>();
    for (const { names, count } of lines) {
      for (const name of new Set(names)) totals.set(name, (totals.get(name) ?? 0) + count);
    }
    return [...totals].sort(([a], [b]) => (a < b ? -1 : 1));
  };
  const expected = ({ frames, stacks, samples }: Profile) => {
    const lines = Array.from(samples.count, (count, i) => {
      const names: string[] = [];
      for (let row = samples.stack[i]; row >= 0; row = stacks.prefix[row]) {
        names.push(frames.name[stacks.frame[row]]);
      }
      return { names, count };
    });
    return totalsOf(lines);
  };

  for (const seed of [1, 2, 3]) {
    it(`keeps the totals of all functions of random profile ${seed}`, () => {
      const profile = randomProfile(randomOf(seed));
      const states = allStates(profile);
      const collapsed = writeCollapsed(profile, states)
        .trimEnd()
        .split('\n')
        .map((line) => {
          const [, path = '', count] = /^(.*) (\d+)$/.exec(line) ?? [];
          return { names: path.split(';'), count: Number(count) };
        });
      assert.deepEqual(totalsOf(collapsed), expected(profile));
      const pprof = decodePprof(writePprof(profile, states)).samples;
      assert.deepEqual(
        totalsOf(
          pprof.map(({ path, values }) => ({
            names: path.map((at) => at.split(/[ :]/)[0]),
            count: Number(values[0]),
          })),
        ),
        expected(profile),
      );
      const { shared, profiles } = JSON.parse(writeSpeedscope(profile, states, '')) as {
        shared: { frames: { name: string }[] };
        profiles: { samples: number[][]; weights: number[] }[];
      };
      const [{ samples, weights }] = profiles;
      const speedscope = samples.map((path, i) => ({
        names: path.map((frame) => shared.frames[frame].name),
        count: weights[i],
      }));
      assert.deepEqual(totalsOf(speedscope), expected(profile));
    });
  }
});

/** One sample at the end of one path. */
function profileOfNames(...names: readonly string[]): Profile {
  const builder = new ProfileBuilder();
  const leaf = names.reduce((row, name) => builder.stack(row, builder.frame(name, '')), -1);
  builder.sample(leaf, 'RUNNABLE', 1);
  return builder.finish(profileOf('a  1').meta);
}
