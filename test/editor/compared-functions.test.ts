import assert from 'node:assert/strict';
import type { DocumentAnnotations } from '../../src/editor/annotation-source';
import { comparedFunctions } from '../../src/editor/compared-functions';
import { figuresOf } from '../../src/focus/function-figures';
import { profileOf } from '../fixtures/text-profile';
import { loadedOf } from '../focus/loaded';

/** Functions of a document by where they stand now: `quote 5 as shop:quote 30` for `quote` on line 5. */
function annotated(group: string, drawn: readonly string[]): DocumentAnnotations {
  const rows = drawn.map((one) => /^(\S+) (\d+) as (\S+) (\d+)$/.exec(one) ?? []);
  const profile = profileOf(rows.map(([, , , name, samples]) => `${name}  ${samples}`).join('\n'));
  const functions = rows.map(([, symbol, at, name]) => {
    const line = Number(at);
    const frame = profile.frames.name.indexOf(name);
    return {
      place: {
        root: '/ws',
        file: '/ws/a.py',
        line,
        firstLine: line,
        endLine: line + 2,
        symbol,
        kind: 'function',
      } as const,
      frames: [frame],
      ref: { name, file: '', firstLine: line, lastLine: line },
      figures: figuresOf(profile, 'cpu', [frame]),
      freshness: { state: 'exact', why: '' } as const,
      lineNow: (was: number) => was,
    };
  });
  return { loaded: { ...loadedOf(profile), group }, functions };
}

function check(all: readonly DocumentAnnotations[], expected: readonly string[]): void {
  assert.deepEqual(
    comparedFunctions(all).map(
      ({ place, loaded, figures, names }) =>
        `${place.symbol} ${loaded.group} ${figures.total} ${names.map(({ name }) => name).join()}`,
    ),
    expected,
  );
}

describe('functions that are compared', () => {
  it('are those of the profile in focus, then what ran on a side only', () => {
    check(
      [
        annotated('focus', ['quote 5 as shop:quote 30', 'total 9 as shop:total 10']),
        annotated('a', ['quote 5 as shop:quote 60', 'rebate 20 as shop:rebate 8']),
        annotated('b', ['rebate 20 as shop:rebate 3', 'bill 30 as shop:bill 4']),
      ],
      [
        'quote focus 30 shop:quote,shop:quote',
        'total focus 10 shop:total',
        'rebate a 8 shop:rebate,shop:rebate',
        'bill b 4 shop:bill',
      ],
    );
  });

  it('have the names of both sides where they were renamed between them', () => {
    check(
      [annotated('focus', ['quote 5 as shop:quote 30']), annotated('a', ['quote 5 as shop:price 60'])],
      ['quote focus 30 shop:quote,shop:price'],
    );
  });

  it('are two where two of one name stand on two lines', () => {
    check(
      [annotated('focus', ['rate 5 as shop:rate 30']), annotated('a', ['rate 9 as shop:rate 60'])],
      ['rate focus 30 shop:rate', 'rate a 60 shop:rate'],
    );
  });
});
