import assert from 'node:assert/strict';
import type { Annotation } from '../../src/editor/annotations';
import { heatMarksOf, heatText, MAX_MARKS } from '../../src/editor/heat-marks';
import { figuresOf } from '../../src/focus/function-figures';
import type { CodeState } from '../../src/source/code-state';
import { l10n } from '../fixtures/l10n';
import { loadedOf } from '../focus/loaded';

interface Question {
  readonly drawing: string;
  readonly state?: CodeState;
  /** Lines put in above all of it since. */
  readonly added?: number;
  /** Lines of the function `f`. */
  readonly lines?: readonly [first: number, end: number];
}

/** Marks of the function `f`, as their text with the line that it stands behind. */
function marksOf({ drawing, state = 'exact', added = 0, lines: [first, end] = [1, 40] }: Question): string[] {
  const loaded = loadedOf(drawing);
  const { profile } = loaded;
  const frame = profile.frames.name.indexOf('f');
  const head = first + added;
  const annotation: Annotation = {
    place: {
      root: '/',
      file: '/a.py',
      firstLine: head,
      line: head,
      endLine: end + added,
      symbol: 'f',
      kind: 'function',
    },
    frames: [frame],
    ref: { name: 'f', file: '/a.py', firstLine: 0, lastLine: 0 },
    figures: figuresOf(profile, 'cpu', [frame]),
    freshness: { state, why: '' },
    lineNow: (line) => (state === 'changed' ? 0 : line + added),
  };
  return heatMarksOf([annotation], loaded).map((mark) =>
    `${mark.first} [${mark.step}] ${heatText(mark, 'cpu', { l10n })}`.replaceAll('\u00a0', ' '),
  );
}

const check = (question: Question, expected: string[]): void => assert.deepEqual(marksOf(question), expected);

describe('hot lines', () => {
  it('have the share of the samples that have them in their stack', () => {
    check({ drawing: 'f @/a.py:12  8\nf @/a.py:12  2\ng @/a.py:50  90' }, ['12 [1] 10.0 % of CPU']);
  });

  it('are a range where only a range is known, with the lines in it that are known by themselves', () => {
    check({ drawing: 'a\n  f @/a.py:10-14  30\nb\n  f @/a.py:12  20\ng  50' }, [
      '10 [3] 50.0 % of CPU in lines 10–14',
      '12 [2] 20.0 % of CPU',
    ]);
  });

  it('are the head of the function where no line is known', () => {
    check({ drawing: 'f @/a.py  30\ng  70' }, ['1 [2] 30.0 % of CPU in this function']);
  });

  it('move with the text, and are none once the body is another one', () => {
    check({ drawing: 'f @/a.py:12  10', added: 3, state: 'moved' }, ['15 [3] 100 % of CPU']);
    check({ drawing: 'f @/a.py:12  10', state: 'changed' }, []);
    check({ drawing: 'f @/a.py  10', state: 'changed' }, []);
  });

  it('are never outside of their function: then its head is marked', () => {
    check({ drawing: 'f @/a.py:12  10', lines: [20, 30] }, ['20 [3] 100 % of CPU in this function']);
  });

  it('are none below a share that is worth a mark', () => {
    check({ drawing: 'f @/a.py:12  9\ng  991' }, []);
    check({ drawing: 'f @/a.py:12  10\ng  990' }, ['12 [0] 1.0 % of CPU']);
  });

  it('are as many as an editor keeps in step with typing', () => {
    const loaded = loadedOf('f @/a.py:1  10');
    const figures = figuresOf(loaded.profile, 'cpu', [0]);
    const functions = Array.from({ length: 1000 }, (_, i): Annotation => ({
      place: {
        root: '/',
        file: '/a.py',
        firstLine: 1,
        line: 1,
        endLine: 2000,
        symbol: `f${i}`,
        kind: 'function',
      },
      frames: [0],
      ref: { name: 'f', file: '/a.py', firstLine: 0, lastLine: 0 },
      figures,
      freshness: { state: 'exact', why: '' },
      lineNow: () => i + 1,
    }));
    assert.equal(heatMarksOf(functions, loaded).length, MAX_MARKS);
  });
});
