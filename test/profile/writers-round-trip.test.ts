import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { computeCallTree } from '../../src/profile/call-tree';
import { EXPORT_FORMATS, exportProfile, type ExportFormat } from '../../src/export/formats';
import { readProfileFile } from '../../src/cli/profile-file';
import { ProfileBuilder } from '../../src/profile/builder';
import { readProfile } from '../../src/profile/codec/read-profile';
import type { Profile } from '../../src/profile/tables';
import { randomOf, randomProfile } from '../fixtures/random';
import { profileOf } from '../fixtures/text-profile';
import { skip } from '../harness/skip';

// What is written is read again, by our own readers. What other programs make of it is in writers.test.ts.

const READABLE = EXPORT_FORMATS.filter((format) => format !== 'svg' && format !== 'html');

function readAgain(profile: Profile, format: ExportFormat, states = profile.samples.states): Profile {
  const content = exportProfile(profile, format, { states, title: 'shop', subtitle: '' });
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const read = readProfile(bytes);
  assert.equal(read.format, format);
  return read.profile;
}

/** Self and total of each name, each sample once, and the sum; collapsed stacks know no more. */
function figuresOf(profile: Profile, states = profile.samples.states): string[] {
  const { frames, stacks } = profile;
  const { self, sum } = computeCallTree(profile, states);
  const figures = new Map<string, [self: number, total: number]>();
  self.forEach((count, stack) => {
    if (count === 0) return;
    const names = new Set<string>();
    for (let row = stack; row >= 0; row = stacks.prefix[row]) names.add(frames.name[stacks.frame[row]]);
    for (const name of names) {
      const known = figures.get(name) ?? [0, 0];
      known[0] += name === frames.name[stacks.frame[stack]] ? count : 0;
      known[1] += count;
      figures.set(name, known);
    }
  });
  return [`${sum}`, ...[...figures].map(([name, both]) => `${name} ${both.join(' ')}`).sort()];
}

describe('a profile that is written and read again', () => {
  for (const format of READABLE) {
    it(`has equal figures for every function as ${format}`, () => {
      for (const seed of [1, 2, 3, 4, 5]) {
        const profile = randomProfile(randomOf(seed));
        assert.deepEqual(figuresOf(readAgain(profile, format)), figuresOf(profile));
      }
    });

    it(`has only the states that were asked for as ${format}`, () => {
      const profile = profileOf('main  1 WAITING 2\n  load  4 BLOCKED 8\n  wait  WAITING 16');
      const states = ['RUNNABLE', 'BLOCKED'];
      assert.deepEqual(figuresOf(readAgain(profile, format, states)), figuresOf(profile, states));
    });

    it(`has equal figures for every function of a real program as ${format}`, async function () {
      const file = '../shared/profiles/codeguru-python-agent-a.json';
      if (!existsSync(file)) skip(this, `${file} is not there`);
      const profile = await readProfileFile(file);
      assert.deepEqual(figuresOf(readAgain(profile, format)), figuresOf(profile));
    });
  }

  it('keeps thread states and files as pprof and as an agent profile', () => {
    const profile = profileOf('main @/srv/app.py:3  1 WAITING 2\n  load @/srv/app.py:9  BLOCKED 4');
    for (const format of ['pprof', 'agent-profile'] as const) {
      const again = readAgain(profile, format);
      assert.deepEqual(again.frames, profile.frames);
      assert.deepEqual(again.stacks, profile.stacks);
      assert.deepEqual(again.samples, profile.samples);
    }
  });

  it('keeps what is counted', () => {
    const weights = [
      { unit: 'nanoseconds', perSample: 1e7, seconds: 1e-9 },
      { unit: 'bytes', perSample: 0, seconds: 0 },
    ] as const;
    for (const weight of weights) {
      const profile = profileOf('main  30000000\n  load  10000000', { weight });
      for (const format of ['pprof', 'speedscope'] as const) {
        assert.equal(readAgain(profile, format).meta.weight?.unit, weight.unit, format);
      }
      assert.equal(readAgain(profile, 'pprof').meta.weight?.perSample, weight.perSample);
    }
  });

  it('counts samples as an agent profile, of time that was measured', () => {
    const weight = { unit: 'nanoseconds', perSample: 1e7, seconds: 1e-9 } as const;
    const again = readAgain(profileOf('main  30000000\n  load  10000000', { weight }), 'agent-profile');
    assert.deepEqual(figuresOf(again), ['4', 'load 1 1', 'main 3 4']);
  });

  it('is no agent profile where nothing says how much a sample is', () => {
    const check = (unit: 'nanoseconds' | 'bytes', why: RegExp) => {
      const profile = profileOf('main  512', { weight: { unit, perSample: 0, seconds: 0 } });
      assert.throws(() => readAgain(profile, 'agent-profile'), why);
    };
    check('bytes', /^NotExportable: An agent profile counts thread samples, and this profile counts bytes;/);
    check('nanoseconds', /this profile does not say how much time a sample is;/);
  });

  it('loses no function whose name looks like something else in collapsed stacks', () => {
    const builder = new ProfileBuilder();
    for (const name of ['#', '# comment', ' ', '  indented', 'ends  ', '#<Class:0x1>.new', 'a  b']) {
      builder.sample(builder.stack(-1, builder.frame(name, '')), 'RUNNABLE', 2);
    }
    const profile = builder.finish(profileOf('a  1').meta);
    const again = readAgain(profile, 'collapsed');
    assert.equal(again.frames.length, 7);
    assert.equal(computeCallTree(again, ['RUNNABLE']).sum, 14);
    assert.ok(again.frames.name.includes('#<Class:0x1>.new') && again.frames.name.includes('a  b'));
  });

  it('writes a name of a million blanks at once', () => {
    const profile = profileOf('a  1');
    const blanks = { ...profile.frames, name: [`${' '.repeat(1e6)}x`.padStart(2e6, 'x')] };
    const before = performance.now();
    exportProfile({ ...profile, frames: blanks }, 'collapsed', {
      states: ['RUNNABLE'],
      title: '',
      subtitle: '',
    });
    assert.ok(performance.now() - before < 2000);
  });

  it('is no pprof where a number does not fit into it', () => {
    const weight = { unit: 'nanoseconds', perSample: 0, seconds: 1e-9 } as const;
    const builder = new ProfileBuilder();
    builder.sample(builder.stack(-1, builder.frame('main', '')), 'RUNNABLE', 2 ** 63);
    const profile = builder.finish({ ...profileOf('a  1').meta, weight });
    assert.throws(() => readAgain(profile, 'pprof'), RangeError);
  });
});
