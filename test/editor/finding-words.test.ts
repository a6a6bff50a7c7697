import assert from 'node:assert/strict';
import { findingReport, findingSentence, foreignMarkdown, severityOf } from '../../src/editor/finding-words';
import { findingsOf } from '../../src/focus/findings';
import { estimateFleetCost } from '../../src/insight/cost';
import { myCode } from '../../src/insight/my-code';
import { l10n } from '../fixtures/l10n';
import { profileOf } from '../fixtures/text-profile';
import { loadedOf } from '../focus/loaded';

const profile = profileOf(
  `
app:<main> @/srv/app.py:30
  boto3.session:Session:client @/lib/python3.11/boto3/session.py:5  82
app:work @/srv/app.py:50  918`,
  { agent: { type: 'CodeGuruProfiler-python', version: '1' } },
);
const cost = estimateFleetCost(profile.meta, { region: 'us-east-1', override: { pricePerHour: 0.38 } });
const loaded = loadedOf(profile, { cost });
const [finding] = findingsOf(loaded, myCode());
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('a finding as a problem', () => {
  it('says cause, share, dollars and what to do', () => {
    assert.equal(
      plain(findingSentence(finding, false, { l10n, cost })),
      'Recreation of AWS SDK Service Clients: 8.2 % of CPU, about $273/yr. Create the client once and reuse it.',
    );
  });

  it('says no dollars without a fleet, or for what is not CPU', () => {
    assert.match(
      plain(findingSentence(finding, false, { l10n, cost: undefined })),
      /: 8\.2 % of CPU\. Create/,
    );
    const waiting = { ...finding, isOfCpu: false };
    assert.match(plain(findingSentence(waiting, false, { l10n, cost })), /: 8\.2 % of samples\. Create/);
  });

  it('says of a function that has changed that it is about the code before', () => {
    assert.match(
      plain(findingSentence(finding, true, { l10n, cost })),
      /\/yr\. Measured before this function changed\. Create/,
    );
  });

  it('is as loud as its share', () => {
    const rows = [0.5, 0.05, 0.0499, 0.01, 0.0099, 0].map((share) => severityOf(share, false));
    assert.deepEqual(rows, ['warning', 'warning', 'information', 'information', 'hint', 'hint']);
    assert.equal(severityOf(0.5, true), 'hint');
  });
});

describe('the report of a finding', () => {
  const report = plain(findingReport(finding, loaded, l10n));

  it('has figures, description, remedy, path and cost', () => {
    assert.deepEqual(
      report.split('\n').filter((line) => line.startsWith('#')),
      ['# Recreation of AWS SDK Service Clients', '## What to do', '## Where', '## Cost'],
    );
    assert.match(report, /^app\\:\\<main\\> calls it\\: 8\\\.2 \\% of CPU\\, about \\\$273\\\/yr\\\./m);
    assert.match(report, /^1\. app\\:\\<main\\>\n1\. boto3\\\.session\\:Session\\:client$/m);
    assert.match(report, /^This place\\: 8\\\.2 \\% of CPU × \\\$0\\\.38/m);
  });

  it('links to where the text links, and names the host', () => {
    assert.match(
      report,
      /\[Clients may be shared between threads\]\(<https:\/\/docs\.aws\.amazon\.com\/[\w./]+>\) \\\(docs\\\.aws\\\.amazon\\\.com\\\)/,
    );
  });
});

describe('Markdown of others', () => {
  const check = (text: string, expected: string): void => assert.equal(foreignMarkdown(text), expected);

  it('keeps lists and links', () => {
    check('- one\n  2. two', '- one\n  2. two');
    check('* [a](https://a.example/b?c=1)', '- [a](<https://a.example/b?c=1>) \\(a\\.example\\)');
  });

  it('loads nothing, runs nothing, and hides nothing', () => {
    check('![x](https://a.example/x.png)', 'x');
    check('[run](command:workbench.action.quit)', '\\[run\\]\\(command\\:workbench\\.action\\.quit\\)');
    check('<img src=x onerror=y>', '\\<img src\\=x onerror\\=y\\>');
    check('[a](http://a.example)', '\\[a\\]\\(http\\:\\/\\/a\\.example\\)');
    check('[a](https://user@a.example/)', '\\[a\\]\\(https\\:\\/\\/user\\@a\\.example\\/\\)');
    check('# big\n> quote', '\\# big\n\\> quote');
    check('[a]: https://a.example', '\\[a\\]\\: https\\:\\/\\/a\\.example');
  });
});
