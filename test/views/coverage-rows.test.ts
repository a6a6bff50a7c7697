import assert from 'node:assert/strict';
import { coverageRows, coverageSentence } from '../../src/views/coverage-rows';
import type { CoverageRow } from '../../src/views/coverage-rows';
import type { Coverage, UnmappedFunction } from '../../src/source/coverage';
import { l10n } from '../fixtures/l10n';

/** `own quote 30` or `foreign poll 20 ?` a line; `?` where there are candidates. */
function coverageOf(drawn: string, [mapped, missed, foreign]: readonly number[]): Coverage {
  const sum = mapped + missed + foreign;
  const unmapped = drawn.split('\n').flatMap((line): UnmappedFunction[] => {
    const [, whose, name, total, asks] = /^\s*(own|foreign) (\S+) (\d+)( \?)?$/.exec(line) ?? [];
    if (whose === undefined) return [];
    const place = {
      root: '/ws',
      file: '/ws/a.py',
      line: 1,
      firstLine: 1,
      endLine: 2,
      symbol: name,
      kind: 'function' as const,
    };
    return [
      {
        ref: { name, file: '', firstLine: 0, lastLine: 0 },
        frame: 0,
        total: Number(total),
        share: Number(total) / sum,
        isOwn: whose === 'own',
        candidates: asks ? [place, place] : [],
        why: 'No.',
      },
    ];
  });
  return { sum, mapped, missed, foreign, share: mapped / sum, unmapped, unasked: 0 };
}

function check(drawn: string, samples: readonly number[], expected: string): void {
  const coverage = coverageOf(drawn, samples);
  const words = { l10n };
  const text = [
    coverageSentence(coverage, words),
    ...coverageRows(coverage, words).flatMap((row) => print(row)),
  ];
  assert.equal(text.join('\n').replaceAll(/[\u00a0\u202f]/g, ' '), expected);
}

function print(row: CoverageRow, indent = ''): string[] {
  const line = `${indent}$(${row.icon}) ${row.label} | ${row.description}`;
  return [line, ...(row.children ?? []).flatMap((child) => print(child, `${indent}  `))];
}

describe('the view of coverage', () => {
  it('lists own functions first, and other people’s below a heading', () => {
    check(
      'own quote 30 ?\nown best 10\nforeign poll 20',
      [50, 30, 20],
      `50.0 % of CPU stands in this workspace, 30.0 % was not found.
$(question) quote | 30.0 % · No.
$(circle-slash) best | 10.0 % · No.
$(library) Other people’s code | 20.0 % without yours
  $(circle-slash) poll | in 20.0 % of stacks · No.`,
    );
  });

  it('says no more than that where all is found', () => {
    check('', [100, 0, 0], '100 % of CPU stands in this workspace.');
  });

  it('keeps to the hottest ten of either kind', () => {
    const many = Array.from({ length: 30 }, (_, i) => `${i % 2 ? 'own' : 'foreign'} f${i} 1`).join('\n');
    const rows = coverageRows(coverageOf(many, [0, 15, 15]), { l10n });
    assert.equal(rows.length, 11);
    assert.equal(rows[10].children?.length, 10);
  });

  it('says so where there is nothing to count', () => {
    assert.equal(
      coverageSentence(coverageOf('', [0, 0, 0]), { l10n }),
      'The profile has no samples in this view.',
    );
  });
});
