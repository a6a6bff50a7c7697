import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { agentProfile, burnline, temporaryFolder } from './burnline';

const calls = (quote: number, sleep: number, name = 'shop.pricing:quote', render = 4000) => `
shop:main @/srv/shop/main.py:30
  ${name} @/srv/shop/pricing.py:2-3  WALL_TIME ${quote}
  shop:render @/srv/shop/main.py:9  WALL_TIME ${render}
  <Sleep>  WALL_TIME ${sleep}
`;

interface Sarif {
  readonly version: string;
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] };
      };
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly level: string;
        readonly message: { readonly text: string };
        readonly locations: readonly {
          readonly physicalLocation?: {
            readonly artifactLocation: { readonly uri: string };
            readonly region?: { readonly startLine: number };
          };
        }[];
      }[];
    },
  ];
}

describe('burnline check', () => {
  const folder = temporaryFolder();
  const baseline = folder.write('main.json', agentProfile(calls(2000, 4000)));
  const slower = folder.write('slower.json', agentProfile(calls(2900, 3100)));
  const few = folder.write('few.json', agentProfile(calls(50, 20, undefined, 20)));

  /** The exit code and what is printed, with spaces that people can read and paths that tests can. */
  async function check(args: readonly string[], exitCode: number, stdout: RegExp): Promise<string> {
    const ended = await burnline(['check', ...args]);
    assert.equal(ended.stderr, '');
    const text = ended.stdout.replaceAll('\u00a0', ' ').replaceAll(`${folder.path}/`, '');
    assert.match(text, stdout);
    assert.equal(ended.exitCode, exitCode);
    return text;
  }

  it('passes what did not grow', async () => {
    await check(
      [baseline, '--baseline', baseline],
      0,
      /\nPassed: no functions grew by more than 1\.0 % of the whole and/,
    );
  });

  it('fails what grew by more than the limit and by more than chance', async () => {
    const said = await check(
      [slower, '--baseline', baseline],
      1,
      /\nFailed: 1 function grew by more than 1\.0 % of/,
    );
    assert.match(
      said,
      /^ {2}baseline {2}main\.json \(10,000 samples over 1 min\)\n {2}this {6}slower\.json/m,
    );
    assert.match(
      said,
      /^ {2}shop\.pricing:quote: slower, 20\.0 % → 29\.0 % \(\+9\.0 points ×1\.45, interval \+\d\.\d … \+\d+\.\d\), itself .* at \/srv\/shop\/pricing\.py:2$/m,
    );
  });

  it('takes the limit in percent of the whole', async () => {
    await check([slower, '--baseline', baseline, '--max-regression', '8.9'], 1, /\nFailed: 1 function /);
    await check([slower, '--baseline', baseline, '--max-regression', '9.1%'], 0, /\nPassed: /);
  });

  it('never takes the baseline for what is checked', async () => {
    await check(
      [baseline, '--baseline', slower],
      1,
      /\n {2}baseline {2}slower\.json [^]*<Sleep>: slower, 31\.0 % → 40\.0 %/,
    );
    await check(
      ['--baseline', baseline, slower],
      1,
      /\n {2}baseline {2}main\.json [^]*quote: slower, 20\.0 % → 29\.0 %/,
    );
  });

  it('fails nothing from too few samples, and says that it could not tell', async () => {
    await check(
      [few, '--baseline', baseline],
      0,
      /\nNo difference is claimed: a side has .* 100 samples\.\nPassed, because/,
    );
    await check([few, '--baseline', baseline, '--min-samples', '50'], 1, /\nFailed: /);
    await check(
      [slower, '--baseline', baseline, '--min-samples', '20000'],
      0,
      /\nPassed, because nothing can be said\./,
    );
  });

  it('compares rates in percent of the whole of the baseline', async () => {
    const twice = folder.write(
      'twice.json',
      agentProfile(calls(4000, 8000, undefined, 8000), { end: 120_000 }),
    );
    await check([twice, '--baseline', baseline, '--normalize', 'time'], 0, /\nPassed: /);
    const said = await check([twice, '--baseline', baseline, '--normalize', 'none', '--json'], 1, /^{/);
    const { regressions } = JSON.parse(said) as { regressions: { name: string; growth: number }[] };
    assert.deepEqual(regressions.map(({ name, growth }) => `${name} ${growth}`).slice(0, 1), ['shop:main 1']);
  });

  it('warns that shares grow when others shrink', async () => {
    const fast = folder.write('fast.json', agentProfile(calls(2000, 100)));
    await check(
      [fast, '--baseline', baseline],
      1,
      /\nSome functions got faster, and with that the share of all others grows;/,
    );
  });

  it('prints one JSON value, with --json or --format json', async () => {
    for (const option of [['--json'], ['--format', 'json']]) {
      const said = await check([slower, '--baseline', baseline, ...option], 1, /^{.*}\n$/);
      const {
        passed,
        maxRegression,
        baseline: from,
        regressions,
      } = JSON.parse(said) as {
        passed: boolean;
        maxRegression: number;
        baseline: { samples: number };
        regressions: { name: string; status: string; file: string; line: number }[];
      };
      assert.deepEqual([passed, maxRegression, from.samples], [false, 1, 10_000]);
      assert.deepEqual(
        regressions.map(({ name, status, file, line }) => `${name} ${status} ${file}:${line}`),
        ['shop.pricing:quote slower /srv/shop/pricing.py:2'],
      );
    }
  });

  it('says the limit as it was given', async () => {
    const options = ['--max-regression', '7', '--json'];
    const { stdout } = await burnline(['check', baseline, '--baseline', baseline, ...options]);
    assert.equal((JSON.parse(stdout) as { maxRegression: number }).maxRegression, 7);
  });

  it('prints a table for a pull request, in which names are only names', async () => {
    const hostile = 'a|b`c @team [x](http://example.com)';
    const file = folder.write('hostile.json', agentProfile(calls(2900, 3100, hostile)));
    const said = await check(
      [file, '--baseline', baseline, '--format', 'markdown'],
      1,
      /^\*\*Failed: 1 function /,
    );
    assert.match(
      said,
      /\n\| function \| baseline \| this \| change \| interval \| itself \|\n\| --- \| ---: \|/,
    );
    assert.match(said, /\n\| `` a\\\|b`c`` \||\n\| `` a\\\|b`c .*`` \| 0 % \| 29\.0 % \| \+29\.0 points \| /);
  });

  it('marks lines in SARIF 2.1.0', async () => {
    const said = await check([slower, '--baseline', baseline, '--format', 'sarif'], 1, /^{/);
    const [result] = results(said);
    assert.deepEqual([result.ruleId, result.ruleIndex, result.level], ['regression', 0, 'error']);
    assert.match(result.message.text, /^shop\.pricing:quote: slower, 20\.0 % → 29\.0 %/);
    assert.deepEqual(result.locations[0].physicalLocation, {
      artifactLocation: { uri: 'file:///srv/shop/pricing.py' },
      region: { startLine: 2 },
    });
    const passed = await check([baseline, '--baseline', baseline, '--format', 'sarif'], 0, /^{/);
    assert.deepEqual(results(passed), []);
  });

  it('marks them in the source below a root, by paths that are relative to it', async () => {
    mkdirSync(`${folder.path}/src/shop`, { recursive: true });
    folder.write('src/shop/pricing.py', '# moved\n\n\ndef quote():\n    return 1\n');
    const root = ['--root', `${folder.path}/src`];
    const said = await check([slower, '--baseline', baseline, '--format', 'sarif', ...root], 1, /^{/);
    assert.deepEqual(results(said)[0].locations[0].physicalLocation, {
      artifactLocation: { uri: 'shop/pricing.py' },
      region: { startLine: 4 },
    });
  });

  it('refuses in one line what makes no sense', async () => {
    const refuses = async (args: readonly string[], why: RegExp) => {
      const { stdout, stderr, exitCode } = await burnline(['check', ...args]);
      assert.equal(stdout, '');
      assert.match(stderr, why);
      assert.equal(exitCode, 2);
    };
    await refuses([slower], /^check needs a baseline; give --baseline SOURCE\.\n$/);
    await refuses(
      [slower, '--baseline', baseline, '--max-regression', 'x'],
      /^--max-regression takes percent, .*"x"\.\n$/,
    );
    await refuses(
      [slower, '--baseline', baseline, '--json', '--format', 'sarif'],
      /^--json and --format sarif exclude/,
    );
    await refuses(
      [slower, '--baseline', baseline, '--root', 'nowhere'],
      /^--root takes a folder, and "nowhere" is none/,
    );
  });

  function results(text: string) {
    const sarif = JSON.parse(text) as Sarif;
    const [{ tool, results: found }] = sarif.runs;
    assert.deepEqual(
      [sarif.version, tool.driver.name, tool.driver.rules[0].id],
      ['2.1.0', 'Burnline', 'regression'],
    );
    return found;
  }
});
