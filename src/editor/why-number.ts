import { visibleText } from '../base/visible-text';
import { formatSamples, formatShare } from '../profile/format';
import { share } from '../profile/share';
import type { Fraction, SampleCount } from '../profile/units';
import type { Freshness } from '../source/code-state';

/**
 * *Why is there (no) number here?* in sentences. Pure: what is known about a line goes in, and each surface that may stay
 * silent says here why it did.
 */
export interface NumberFacts {
  /** What of the editor's settings keeps figures away. */
  readonly switchedOff: 'all' | 'lenses' | undefined;
  /** `shop, latest hour`; undefined where no profile is open. */
  readonly profile: { readonly words: string; readonly sum: SampleCount; readonly view: string } | undefined;
  readonly minimumSamples: SampleCount;
  readonly language: 'supported' | 'not supported' | 'outside the workspace';
  /** The innermost function around the line; undefined outside of all. */
  readonly symbol: string | undefined;
  readonly figure: FigureFacts | undefined;
  /** Functions of the profile that may be this one by name and file, hottest first. */
  readonly similar: readonly SimilarFrame[];
  /** Whether any function of the profile can be in this file. */
  readonly isFileKnown: boolean;
}

export interface FigureFacts {
  readonly total: SampleCount;
  readonly names: readonly string[];
  readonly freshness: Freshness;
  /** Why there is no lens all the same. */
  readonly withoutLens: 'too small' | 'too many hotter ones' | 'no head' | undefined;
  readonly minimumShare: Fraction;
  readonly maximumPerFile: number;
}

export interface SimilarFrame {
  readonly name: string;
  readonly share: Fraction;
  readonly why: string;
}

type L10n = { t(message: string, ...values: (string | number)[]): string };

export function explainNumber(facts: NumberFacts, l10n: L10n): string {
  return sentencesOf(facts, l10n).join(' ');
}

function sentencesOf(facts: NumberFacts, l10n: L10n): string[] {
  const { profile, language, symbol, figure } = facts;
  const off = switchedOff(facts, l10n);
  if (!profile) return [l10n.t('No profile is open, so there are no numbers anywhere.')];
  if (language === 'not supported') return [l10n.t('Functions of this language cannot be found yet.')];
  if (language === 'outside the workspace') {
    return [l10n.t('This file is not in the workspace; only files below its folders get numbers.')];
  }
  if (profile.sum < facts.minimumSamples) {
    const few = l10n.t(
      '{0} has {1}; below {2} no share is told.',
      profile.words,
      formatSamples(profile.sum),
      facts.minimumSamples,
    );
    return [...off, few];
  }
  if (symbol === undefined && !figure) {
    return [...off, l10n.t('This line is in no function; numbers stand at the heads of functions.')];
  }
  return [...off, ...(figure ? presentNumber(facts, figure, l10n) : absentNumber(facts, l10n))];
}

function switchedOff({ switchedOff }: NumberFacts, l10n: L10n): string[] {
  if (switchedOff === 'all') return [l10n.t('Inline insights are switched off.')];
  return switchedOff === 'lenses' ? [l10n.t('Code lenses are switched off.')] : [];
}

function presentNumber({ profile, symbol = '' }: NumberFacts, figure: FigureFacts, l10n: L10n): string[] {
  const { total, names, freshness, withoutLens } = figure;
  const sum = profile?.sum ?? 0;
  const part = formatShare(share(total, sum));
  const name = visibleText(symbol, 100);
  const from = l10n.t(
    '{0} was running or had called what was running in {1} of {2} samples ({3}) of {4}.',
    name,
    Math.round(total).toLocaleString('en-US'),
    Math.round(sum).toLocaleString('en-US'),
    part,
    profile?.words ?? '',
  );
  const called = l10n.t('The profile calls it {0}.', names.map((one) => visibleText(one, 100)).join(', '));
  const lens = {
    'too small': l10n.t(
      'It has no lens, because only functions of {0} or more get one.',
      formatShare(figure.minimumShare),
    ),
    'too many hotter ones': l10n.t(
      'It has no lens, because {0} hotter functions of this file have theirs.',
      figure.maximumPerFile,
    ),
    'no head': l10n.t('It has no lens, because it has no head to stand above; hover over it instead.'),
  };
  return [from, called, freshness.why, ...(withoutLens ? [lens[withoutLens]] : [])];
}

function absentNumber({ profile, symbol = '', similar, isFileKnown }: NumberFacts, l10n: L10n): string[] {
  const name = visibleText(symbol, 100);
  const [nearest] = similar;
  if (similar.length > 0) {
    const called = visibleText(nearest.name, 200);
    return [
      l10n.t(
        '{0} has no number, although the profile has {1} with {2}: {3}',
        name,
        called,
        formatShare(nearest.share),
        nearest.why,
      ),
    ];
  }
  if (!isFileKnown) {
    return [
      l10n.t(
        'No function of {0} can be in this file: it did not run in that time, or ran under another name or path.',
        profile?.words ?? '',
      ),
    ];
  }
  const sum = profile?.sum ?? 0;
  return [
    l10n.t('None of the {0} of {1} has {2} in its stack.', formatSamples(sum), profile?.words ?? '', name),
    l10n.t(
      'Chance hides a function so in one of twenty profiles where it takes {0}; above that it would most likely have been seen.',
      formatShare(RULE_OF_THREE / sum),
    ),
  ];
}

/**
 * Where none of n samples hit, 3/n is the upper end of a 95 % interval for the share: (1 - 3/n)^n is e^-3, about 0.05
 * (J. A. Hanley and A. Lippman-Hand, "If nothing goes wrong, is everything all right?", JAMA 249, 1983).
 */
const RULE_OF_THREE = 3;
