import assert from 'node:assert/strict';
import type { Annotation } from '../../src/editor/annotations';
import { escapeMarkdown, hoverText, lineHoverText, sideHoverText } from '../../src/editor/hover-text';
import type { HoverSubject } from '../../src/editor/hover-text';
import { sparklineOf } from '../../src/editor/sparkline';
import { findingsOf } from '../../src/focus/findings';
import { sidesOf } from '../../src/focus/function-change';
import { figuresOf } from '../../src/focus/function-figures';
import type { LoadedProfile } from '../../src/focus/loaded-profile';
import { estimateFleetCost } from '../../src/insight/cost';
import { myCode } from '../../src/insight/my-code';
import { l10n } from '../fixtures/l10n';
import { profileOf } from '../fixtures/text-profile';
import { loadedOf } from '../focus/loaded';

function annotationOf({ profile }: LoadedProfile, name: string): Annotation {
  const frame = profile.frames.name.indexOf(name);
  const ref = { name, file: profile.frames.file[frame], firstLine: 1, lastLine: 1 };
  const symbol = name.split(':').slice(1).join('.') || name;
  const place = {
    root: '/srv',
    file: ref.file,
    line: 1,
    firstLine: 1,
    endLine: 9,
    symbol,
    kind: 'function',
  } as const;
  const figures = figuresOf(profile, 'cpu', [frame]);
  const freshness = { state: 'exact', why: 'The text is that of the profile.' } as const;
  return { place, frames: [frame], ref, figures, freshness, lineNow: (line) => line };
}

const OPTIONS = { l10n, minimumSamples: 20 };

/** The hover as its reader sees it: escapes gone, of links the text, of images their words. */
function readable(
  loaded: LoadedProfile,
  name: string,
  over: Partial<HoverSubject & Pick<Annotation, 'freshness'>> = {},
): string[] {
  const { freshness, ...subject } = over;
  const at = { ...annotationOf(loaded, name), ...(freshness ? { freshness } : {}) };
  const findings = findingsOf(loaded, myCode());
  return plain(hoverText(at, loaded, { findings, sides: undefined, trend: undefined, ...subject }, OPTIONS));
}

function plain(text: string): string[] {
  return text
    .replace(/\]\((command|data):[^)]*\)/g, ']')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll('\u00a0', ' ')
    .split(/\n+/)
    .map((line) => line.trimEnd());
}

const DRAWING = `
app:main @/srv/app.py:1
  app:save @/srv/app.py:2-5  RUNNABLE 10 WAITING 30
    boto3.session:Session:client @/lib/python3.11/boto3/session.py:5  40
  app:rest @/srv/app.py:9  50`;

const META = { start: 60_000, end: 3_600_000, agent: { type: 'CodeGuruProfiler-python', version: '1' } };

describe('a hover', () => {
  const loaded = loadedOf(profileOf(DRAWING, META));

  it('says what share of what, what threads did, who calls and what is called, and where it is from', () => {
    const lines = readable(loaded, 'app:save');
    assert.deepEqual(lines.slice(0, 6), [
      '**save**',
      'CPU 50.0 % of the latest 1 h (50 of 100 samples), self 10.0 % · running 62.5 % · waiting 37.5 %',
      'Cost: not known, because no fleet is set and the profile names none. [Set fleet…]',
      'called by [main] 50.0 %',
      'calls [Session.client] 40.0 %',
      '⚠ [Recreation of AWS SDK Service Clients] 40.0 %',
    ]);
    assert.match(lines[6], /^Profile of shop, .+–.+, just now \(Embedded service\)$/);
    assert.deepEqual(lines.slice(7), [
      '[Flame Graph] · [Inspect] · [Hide] · [Compare…]',
      'The text is that of the profile.',
    ]);
  });

  it('does the arithmetic of the cost where a fleet is known', () => {
    const cost = estimateFleetCost(loaded.profile.meta, {
      region: 'us-east-1',
      override: { instanceType: 'm5.large', count: 4 },
    });
    const lines = readable({ ...loaded, cost }, 'app:save');
    // 0.5 × 0.096 $/h × 8,760 h × 4 = 1,681.92 $
    assert.equal(lines[2], 'save: 50 % of CPU × $0.096/h × 8,760 h × 4 hosts = $1,682/yr');
    const links = lines.findIndex((line) => line.startsWith('[Flame Graph]'));
    assert.ok(links >= 0 && links <= 7, 'small print does not push the links out of sight');
    assert.match(lines[lines.length - 1], /An estimate at on-demand prices, not the bill\./);
  });

  it('gives no shares of too few samples', () => {
    const lines = readable(loadedOf(profileOf('app:save @/srv/app.py:2  8', META)), 'app:save');
    assert.deepEqual(lines.slice(0, 2), ['**save**', 'Too few samples (8) to tell a share.']);
    assert.doesNotMatch(lines.join('\n'), /%/);
  });

  it('says of an edited function right after its share that the figures are of the code before', () => {
    const freshness = { state: 'changed', why: 'The body has changed since the profile.' } as const;
    const lines = readable(loaded, 'app:save', { freshness });
    assert.equal(lines[2], 'The body has changed since the profile.');
    assert.equal(lines.filter((line) => line === lines[2]).length, 1);
  });

  it('holds it against the other side where a comparison is open', () => {
    const comparison = { a: loaded, b: loaded };
    const sides = sidesOf(comparison, 'cpu', [{ name: 'app:save', file: '/srv/app.py' }], 20);
    assert.equal(readable(loaded, 'app:save', { sides })[2], 'A 50.0 % → B 50.0 % (no clear change)');
  });

  it('says of what ran on one side only what it was there', () => {
    const b = loadedOf(profileOf('app:main @/srv/app.py:1  100', META));
    const at = annotationOf(loaded, 'app:save');
    const names = [{ name: 'app:save', file: '/srv/app.py' }];
    const sides = sidesOf({ a: loaded, b }, 'cpu', names, 20);
    assert.ok(sides);
    const lines = plain(sideHoverText({ ...at, loaded, names }, sides, OPTIONS));
    assert.deepEqual(lines.slice(0, 3), [
      '**save**',
      'A 50.0 % → B 0 % (gone)',
      'In the profile that is shown it was not seen running.',
    ]);
    assert.match(lines[3], /^Profile of shop, /);
  });

  it('says no time of a file that tells none', () => {
    const lines = readable(loadedOf(profileOf(DRAWING, { ...META, start: 0, end: 0 })), 'app:save');
    assert.ok(lines.includes('Profile of shop (Embedded service)'), lines.join('\n'));
  });

  it('shows the last day as a picture with its words', () => {
    const points = [0.1, 0.3, 0.2].map((share, i) => ({ end: i * 3_600_000, share }));
    const words = 'CPU over the last day: low 10.0 %, high 30.0 %, now 20.0 %';
    const lines = readable(loaded, 'app:save', { trend: sparklineOf(points, '#b5200d', l10n) });
    assert.deepEqual(
      lines.filter((line) => line.includes('over the last day')),
      [`![${words}] ${words}`],
    );
  });

  it('leaves nothing in the words of the picture that Markdown would take for its own', () => {
    const points = [0.1, 0.0004].map((share, i) => ({ end: i * 3_600_000, share }));
    const at = annotationOf(loaded, 'app:save');
    const hostile = { ...at, figures: { ...at.figures, view: ['](command:x) <b>'] } };
    const subject = { findings: [], sides: undefined, trend: sparklineOf(points, '#b5200d', l10n) };
    const [, alt] = /!\[([^\]]*)\]\(data:/.exec(hoverText(hostile, loaded, subject, OPTIONS)) ?? [];
    assert.equal(
      alt.replaceAll('\u00a0', ' '),
      'command:x ≤b over the last day: low ≤ 0.1 %, high 10.0 %, now ≤ 0.1 %',
    );
  });

  it('tells of a hot line what is known of it, and of its function in a sentence', () => {
    const at = annotationOf(loaded, 'app:save');
    const mark = { first: 3, last: 3, share: 0.4, step: 3, of: 'line' } as const;
    const lines = plain(
      lineHoverText(at, [{ ...mark, first: 2, last: 5, of: 'lines' }, mark], loaded, OPTIONS),
    );
    assert.deepEqual(lines.slice(0, 4), [
      '**save**',
      'Lines 2–5: 40.0 % of CPU, somewhere in these',
      'Line 3: 40.0 % of CPU',
      'CPU 50.0 % of the latest 1 h (50 of 100 samples), self 10.0 %',
    ]);
  });

  it('makes no link, markup or icon of what a name says', () => {
    const hostile = 'x:](command:workbench.action.terminal.new) **b** <img src=x> https://evil $(zap) `c`';
    const drawn = loadedOf(profileOf(`${hostile}  30\n  app:save  30`, META));
    const subject = { findings: [], sides: undefined, trend: undefined };
    const text = hoverText(annotationOf(drawn, 'app:save'), drawn, subject, OPTIONS);
    const commands = [...text.matchAll(/(?<!\\)\]\(command:([\w.]+)/g)].map(([, id]) => id);
    assert.deepEqual(commands, [
      'burnline.setFleet',
      'burnline.goToFrame',
      'burnline.openFlameGraph',
      'burnline.inspectFrame',
      'burnline.hideFrame',
      'burnline.compare',
    ]);
    const [calledBy] = text.split('\n').filter((line) => line.startsWith('called by'));
    assert.doesNotMatch(calledBy.replace(/\\./g, '').replace(/\]\(command:burnline[^)]*\)/g, ''), /[<>*`$(]/);
  });
});

describe('text in Markdown', () => {
  it('has all its punctuation escaped, and is one line', () => {
    assert.equal(escapeMarkdown('a*b_c [d](e)\n# f'), 'a\\*b\\_c \\[d\\]\\(e\\) \\# f');
    assert.equal(escapeMarkdown('www.evil.example'), 'www\\.evil\\.example');
  });
});
