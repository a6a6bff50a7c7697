import assert from 'node:assert/strict';
import type { FrameMetricPoint, FrameMetricsQuestion } from '../../src/aws/gateway';
import type { Annotation } from '../../src/editor/annotations';
import { createFrameTrends, trendNames } from '../../src/editor/frame-trends';
import { figuresOf } from '../../src/focus/function-figures';
import { profileOf } from '../fixtures/text-profile';
import { loadedOf } from '../focus/loaded';
import type { LoadedProfile } from '../../src/focus/loaded-profile';

const HOUR = 3_600_000;

function annotationOf({ profile }: LoadedProfile, ...names: string[]): Annotation {
  const frames = names.map((name) => profile.frames.name.indexOf(name));
  return {
    place: {
      root: '/',
      file: '/a.py',
      firstLine: 1,
      line: 1,
      endLine: 2,
      symbol: names[0],
      kind: 'function',
    },
    frames,
    ref: { name: names[0], file: '/a.py', firstLine: 0, lastLine: 0 },
    figures: figuresOf(profile, 'cpu', frames),
    freshness: { state: 'exact', why: '' },
    lineNow: (line) => line,
  };
}

/** A service that knows so many hours of the last day, and so many steps of five minutes. */
function serviceOf(hours: number, fives = 0) {
  const asked: string[] = [];
  const series = (count: number, length: number): FrameMetricPoint[] =>
    Array.from({ length: count }, (_, i) => ({ end: i * length, share: 0.25 }));
  const gateway = {
    getFrameMetrics: async (group: string, { names, step, states, range }: FrameMetricsQuestion) => {
      assert.ok(range.end % 1000 === 0 && range.end - range.start === 24 * HOUR, 'a day of whole seconds');
      asked.push(`${group} ${names.join('+')} ${step} ${states.join('+')}`);
      return names.map(() => (step === 'PT1H' ? series(hours, HOUR) : series(fives, HOUR / 12)));
    },
  };
  return {
    asked,
    gatewayOf: async () => gateway,
    now: () => 0,
    onFailure: (error: unknown) => assert.fail(String(error)),
  };
}

describe('the last day of a function', () => {
  const loaded = loadedOf(profileOf('f @/a.py:1  10\ng @/a.py:9  10', { end: 86_400_300 }));
  const at = annotationOf(loaded, 'f');

  it('is asked in hours, once for every five minutes', async () => {
    const service = serviceOf(24);
    const trends = createFrameTrends(service);
    assert.equal((await trends.of(at, loaded))?.length, 24);
    assert.equal((await trends.of(at, loaded))?.length, 24);
    assert.deepEqual(service.asked, ['shop f PT1H RUNNABLE+BLOCKED+NATIVE']);
  });

  it('is asked in finer steps for a program that began today, and nothing where there are none', async () => {
    assert.equal((await createFrameTrends(serviceOf(2, 20)).of(at, loaded))?.length, 20);
    assert.equal(await createFrameTrends(serviceOf(1, 1)).of(at, loaded), undefined);
  });

  it('adds up what one function was under several names', async () => {
    const service = serviceOf(24);
    const points = await createFrameTrends(service).of(annotationOf(loaded, 'f', 'g'), loaded);
    assert.equal(points?.[0].share, 0.5);
    assert.deepEqual(service.asked, ['shop f+g PT1H RUNNABLE+BLOCKED+NATIVE']);
  });

  it('is nothing where the service does not run, refuses, or has not answered yet', async () => {
    const of = (gatewayOf: Parameters<typeof createFrameTrends>[0]['gatewayOf']) =>
      createFrameTrends({ gatewayOf, now: () => 0, onFailure: (error) => failures.push(error) }).of(
        at,
        loaded,
      );
    const failures: unknown[] = [];
    assert.equal(await of(async () => undefined), undefined);
    assert.equal(await of(() => Promise.reject(new Error('no'))), undefined);
    assert.equal(await of(() => new Promise(() => undefined)), undefined);
    assert.equal(failures.length, 1, 'what was refused is in the log');
  });

  it('is there for the next hover when it came too late for the first', async () => {
    let answer: (points: FrameMetricPoint[][]) => void = () => undefined;
    const slow = new Promise<FrameMetricPoint[][]>((resolve) => (answer = resolve));
    const trends = createFrameTrends({
      gatewayOf: async () => ({ getFrameMetrics: () => slow }),
      now: () => 0,
      onFailure: (error: unknown) => assert.fail(String(error)),
    });
    assert.equal(await trends.of(at, loaded), undefined);
    answer([[0, 1, 2, 3].map((hour) => ({ end: hour * HOUR, share: 0.5 }))]);
    assert.equal((await trends.of(at, loaded))?.length, 4);
  });

  it('is not asked for files', async () => {
    const service = serviceOf(24);
    const file = { ...loaded, connectionId: 'file' };
    assert.equal(await createFrameTrends(service).of(at, file), undefined);
    assert.deepEqual(service.asked, []);
  });
});

describe('names that the service knows a function by', () => {
  const check = (drawing: string, names: string[], expected: string[] | undefined): void => {
    const loaded = loadedOf(profileOf(drawing));
    assert.deepEqual(trendNames(annotationOf(loaded, ...names), loaded), expected);
  };

  it('are its own', () => check('f @/a.py:1  10', ['f'], ['f']));
  it('are none where another file has a function of that name', () => {
    check('f @/a.py:1  10\nf @/b.py:1  10', ['f'], undefined);
  });
  it('are several where no sample has two of them in its stack', () => {
    check('f @/a.py:1  10\ng @/a.py:1  10', ['f', 'g'], ['f', 'g']);
    check('f @/a.py:1  10\n  g @/a.py:1  10', ['f', 'g'], undefined);
  });
});
