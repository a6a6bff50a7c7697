import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { skip } from '../harness/skip';
import { burnline, temporaryFolder } from './burnline';

interface Top {
  readonly unit: string;
  readonly total: number;
  readonly frames: readonly { name: string; total: number; samples?: number }[];
}

describe('burnline on files of other tools', () => {
  const folder = temporaryFolder();
  const SPEEDSCOPE = JSON.stringify({
    shared: { frames: [{ name: 'main' }, { name: 'load' }] },
    profiles: [{ type: 'sampled', unit: 'seconds', samples: [[0, 1], [0]], weights: [2, 1] }],
  });

  async function top(file: string): Promise<Top> {
    const { stdout, stderr, exitCode } = await burnline(['top', '--json', '--by', 'total', file]);
    assert.equal(`${exitCode} ${stderr}`, '0 ');
    return JSON.parse(stdout) as Top;
  }

  it('reads them for what is in them, whatever they are called, packed or not', async () => {
    for (const content of [SPEEDSCOPE, gzipSync(SPEEDSCOPE)]) {
      const { unit, total, frames } = await top(folder.write('a.jfr', content));
      assert.equal(`${unit} ${total}`, 'nanoseconds 3000000000');
      assert.deepEqual(
        frames.map(({ name, total, samples }) => [name, total, samples]),
        [
          ['main', 3e9, undefined],
          ['load', 2e9, undefined],
        ],
      );
    }
  });

  it('says for people how much time it was', async () => {
    const { stdout } = await burnline(['top', folder.write('b', SPEEDSCOPE)]);
    assert.match(stdout, /^3\.?0?\ss in RUNNABLE\n/);
  });

  it('says why a file cannot be read, in a line', async () => {
    const file = folder.write('c.json', SPEEDSCOPE.replace('[0,1]', '[0,7]'));
    const { stdout, stderr, exitCode } = await burnline(['top', file]);
    assert.equal(`${exitCode} ${stdout}`, '2 ');
    assert.match(
      stderr,
      /c\.json is a speedscope profile that cannot be read: profiles\[0\]\.samples\[0\] must be a row number below 2; [^\n]+\.\n$/,
    );
  });

  it('counts samples of real recordings by what one weighs', async function () {
    const file = '../shared/profiles/kafka-cpu.pb.gz';
    if (!existsSync(file)) skip(this, `${file} is not there`);
    const { unit, total, frames } = await top(file);
    assert.equal(`${unit} ${total}`, 'nanoseconds 5820000000');
    assert.deepEqual([frames[0].name, frames[0].samples], ['java/lang/Thread.run', 516]);
  });
});
