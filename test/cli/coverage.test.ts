import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { agentProfile, burnline, temporaryFolder } from './burnline';

const PROFILE = `
app:main @/srv/app/app.py:2
  shop.pricing:quote @/srv/app/shop/pricing.py:2  RUNNABLE 30
    re:compile @/usr/lib/python3.11/re.py:9  RUNNABLE 30
  shop.gone:best @/srv/app/shop/gone.py:7  RUNNABLE 20
  <Sleep>  WAITING 500
threading:Thread:run @/usr/lib/python3.11/threading.py:9  RUNNABLE 20
`;

interface Covered {
  readonly share: number;
  readonly mapped: number;
  readonly missed: number;
  readonly foreign: number;
  readonly total: number;
  readonly unmapped: readonly { frame: string; share: number; own: boolean; why: string }[];
}

describe('burnline coverage', () => {
  const folder = temporaryFolder();
  const source = folder.write('profile.json', agentProfile(PROFILE));

  before(() => {
    for (const name of ['src', 'src/shop', 'src/.burnline']) mkdirSync(join(folder.path, name));
    folder.write('src/app.py', 'def main():\n    return 1\n');
    folder.write('src/shop/pricing.py', 'def quote():\n    return 1\n');
  });

  const coverage = (...args: string[]) =>
    burnline(['coverage', '--root', join(folder.path, 'src'), source, ...args]);

  it('says how much of the CPU time stands in the source, and why the rest does not', async () => {
    const { stdout, stderr, exitCode } = await coverage('--json');
    assert.equal(stderr, '');
    assert.equal(exitCode, 0);
    const { unmapped, ...figures } = JSON.parse(stdout) as Covered;
    assert.deepEqual(figures, { share: 0.6, mapped: 60, missed: 20, foreign: 20, total: 100 });
    assert.deepEqual(
      unmapped.map(({ frame, share, own, why }) => `${frame} ${share} ${own ? 'own' : 'foreign'}: ${why}`),
      [
        'shop.gone:best 0.2 own: No file in the workspace has that name and path.',
        're:compile 0.3 foreign: The file belongs to a library or to the language, outside of the workspace.',
        'threading:Thread:run 0.2 foreign: The file belongs to a library or to the language, outside of the workspace.',
      ],
    );
  });

  it('says it to people, as many as fit', async () => {
    const { stdout } = await coverage('--limit', '1');
    assert.equal(
      stdout.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' '),
      `60.0 % stands in this source; 20.0 % is own code that was not found, 20.0 % is other people's.

  20.0 %  shop.gone:best
          No file in the workspace has that name and path.
`,
    );
  });

  it('goes by the rules of mapping.json', async () => {
    folder.write('src/shop/best.py', 'def best():\n    return 1\n');
    const rule = { frame: 'shop.gone:best', source: 'shop/best.py' };
    folder.write('src/.burnline/mapping.json', JSON.stringify({ rules: [rule] }));
    const { share } = JSON.parse((await coverage('--json')).stdout) as Covered;
    assert.equal(share, 0.8);
  });

  it('names a mapping.json that it cannot read, and goes no further', async () => {
    folder.write('src/.burnline/mapping.json', '{ "rules": [');
    const { stdout, stderr, exitCode } = await coverage();
    assert.equal(stdout, '');
    assert.match(stderr, /mapping\.json is not JSON\. Mend the file/);
    assert.equal(exitCode, 2);
  });

  it('needs a root', async () => {
    const { stderr, exitCode } = await burnline(['coverage', source]);
    assert.match(stderr, /coverage needs to know where the source is; give --root DIR\./);
    assert.equal(exitCode, 2);
  });
});
