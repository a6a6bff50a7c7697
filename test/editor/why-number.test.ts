import assert from 'node:assert/strict';
import { explainNumber } from '../../src/editor/why-number';
import type { FigureFacts, NumberFacts } from '../../src/editor/why-number';
import { l10n } from '../fixtures/l10n';

const FACTS: NumberFacts = {
  switchedOff: undefined,
  profile: { words: 'shop, the latest 1 h', sum: 10_000, view: 'CPU' },
  minimumSamples: 20,
  language: 'supported',
  symbol: 'Engine.quote',
  figure: undefined,
  similar: [],
  isFileKnown: true,
};

const FIGURE: FigureFacts = {
  total: 50,
  names: ['shop.pricing:Engine:quote'],
  freshness: { state: 'exact', why: 'Name and lines agree.' },
  withoutLens: 'too small',
  minimumShare: 0.01,
  maximumPerFile: 10,
};

function check(over: Partial<NumberFacts>, expected: string): void {
  const said = explainNumber({ ...FACTS, ...over }, l10n);
  assert.equal(said.replaceAll(/[\u00a0\u202f]/g, ' '), expected);
}

describe('why there is (no) number', () => {
  it('says what is behind a number, and why there is no lens all the same', () => {
    const behind =
      'Engine.quote was running or had called what was running in 50 of 10,000 samples (0.5 %) of shop, the latest 1 h. ' +
      'The profile calls it shop.pricing:Engine:quote. Name and lines agree.';
    check({ figure: { ...FIGURE, withoutLens: undefined } }, behind);
    check({ figure: FIGURE }, `${behind} It has no lens, because only functions of 1.0 % or more get one.`);
    check(
      { figure: { ...FIGURE, withoutLens: 'too many hotter ones' } },
      `${behind} It has no lens, because 10 hotter functions of this file have theirs.`,
    );
    check(
      { switchedOff: 'all', figure: { ...FIGURE, withoutLens: 'no head' } },
      `Inline insights are switched off. ${behind} It has no lens, because it has no head to stand above; hover over it instead.`,
    );
  });

  it('says what can be concluded from a function that was not seen', () => {
    check(
      {},
      'None of the 10,000 samples of shop, the latest 1 h has Engine.quote in its stack. ' +
        'Chance hides a function so in one of twenty profiles where it takes < 0.1 %; above that it would most likely have been seen.',
    );
  });

  it('names the frame that could have been this function, and what stands in the way', () => {
    const why = '2 files in the workspace can be the frame’s.';
    check(
      { similar: [{ name: 'pricing:Engine:quote', share: 0.124, why }] },
      `Engine.quote has no number, although the profile has pricing:Engine:quote with 12.4 %: ${why}`,
    );
  });

  it('says where the file itself is unknown to the profile', () => {
    check(
      { isFileKnown: false },
      'No function of shop, the latest 1 h can be in this file: it did not run in that time, or ran under another name or path.',
    );
  });

  it('says what comes before all of that', () => {
    check({ profile: undefined }, 'No profile is open, so there are no numbers anywhere.');
    check({ language: 'not supported' }, 'Functions of this language cannot be found yet.');
    check(
      { language: 'outside the workspace' },
      'This file is not in the workspace; only files below its folders get numbers.',
    );
    check(
      { profile: { words: 'shop', sum: 8, view: 'CPU' } },
      'shop has 8 samples; below 20 no share is told.',
    );
    check({ symbol: undefined }, 'This line is in no function; numbers stand at the heads of functions.');
  });

  it('shows hostile names as text', () => {
    check(
      { similar: [{ name: 'a\u202eb\n', share: 0.5, why: 'No.' }] },
      'Engine.quote has no number, although the profile has a⟨U+202E⟩b⟨U+000A⟩ with 50.0 %: No.',
    );
  });
});
